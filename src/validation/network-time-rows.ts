import type { ComputeLibrary, GpuConfig } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import { networkById } from '../network/catalogue.ts';
import { layerComputeTimes } from '../timing/compute-time.ts';
import { type ConfigFile, resolveFile } from './configs.ts';
import measurements from './data/network-totals.json' with { type: 'json' };
import type { Comparison } from './row.ts';
import { rootMeanSquare } from './statistics.ts';

/** GPUs of the tables. Those without a preset are written with their vendor's figures at boost clock (recalled). */
const GPUS: Readonly<Record<string, { title: string; config: NonNullable<ConfigFile['gpu']> }>> = {
  'titanx-maxwell': { title: 'Titan X (Maxwell)', config: { preset: 'titanx-maxwell' } },
  'titanx-pascal': { title: 'Titan X (Pascal)', config: { preset: 'titanx-pascal' } },
  gtx1080: {
    title: 'GTX 1080',
    config: { preset: 'titanx-pascal', peakCompute: '8.87 TFLOP/s', dramBandwidth: '320 GB/s' },
  },
  gtx1080ti: {
    title: 'GTX 1080 Ti',
    config: { preset: 'titanx-pascal', peakCompute: '11.34 TFLOP/s', dramBandwidth: '484 GB/s' },
  },
};

/** Rows that are judged together. `claimed`: the model claims to predict their totals within 15 % (rms). */
type TotalsGroup = 'claimed' | 'older cuDNN' | 'neon' | 'no cuDNN';

/** Which of the model's libraries stands for a measured one, and why rows may miss. */
function libraryOf(name: string): { library: ComputeLibrary; group: TotalsGroup; reason: string } {
  if (name.startsWith('cuDNN 5.1')) return { library: 'cudnn-5.1', group: 'claimed', reason: '' };
  if (name.startsWith('cuDNN 5.0')) return { library: 'cudnn-5.0', group: 'claimed', reason: '' };
  if (name.startsWith('cuDNN 4')) return { library: 'cudnn-4', group: 'claimed', reason: '' };
  if (name.startsWith('cuDNN R')) {
    const reason = name.startsWith('cuDNN R2')
      ? 'Modelled as cuDNN 4: R2 was two to three times as slow as R4 on the same card.'
      : 'Modelled as cuDNN 4 without Winograd; autotuned, it had faster algorithms for some layers (FFT, Winograd; recalled).';
    return { library: 'cudnn-4', group: 'older cuDNN', reason };
  }
  if (name.startsWith('neon')) {
    return {
      library: 'cudnn-5.1',
      group: 'neon',
      reason: 'Hand-written kernels, faster than any cuDNN of the model; not claimed.',
    };
  }
  return {
    library: 'cudnn-4',
    group: 'no cuDNN',
    reason: 'Without cuDNN; the model has no such library and does not claim it.',
  };
}

interface Total {
  row: Comparison;
  gpu: string;
  group: TotalsGroup;
  source: string;
  logError: number;
}

/** Whole-network times of public benchmarks, forward plus backward, and the rms of each group. */
export async function networkTimeRows(host: Host): Promise<Comparison[]> {
  const totals: Total[] = [];
  for (const { source, gpu, library, rows } of measurements.groups) {
    for (const { network, batch, ms } of rows) {
      totals.push(await compareTotal({ source, gpu, library, network, batch, ms }, host));
    }
  }
  return [...totals.map(({ row }) => row), ...groupRows(totals)];
}

interface MeasuredTotal {
  source: string;
  gpu: string;
  library: string;
  network: string;
  batch: number;
  /** Forward and backward, or their sum alone. */
  ms: readonly number[];
}

async function compareTotal(measured: MeasuredTotal, host: Host): Promise<Total> {
  const { network: id, batch, ms } = measured;
  const { library, group, reason } = libraryOf(measured.library);
  const known = GPUS[measured.gpu];
  if (known === undefined) throw new Error(`no figures of ${measured.gpu}`);
  const { gpu } = await resolveFile({ gpu: { ...known.config, computeLibrary: library } }, host);
  const network = networkById(id);
  const { forward, backward } = modelledMs(id, gpu, batch);
  const published = Number(ms.reduce((sum, value) => sum + value, 0).toFixed(2));
  const [measuredForward, measuredBackward] = ms;
  const passes =
    measuredForward === undefined || measuredBackward === undefined
      ? `${((forward + backward) / published).toFixed(2)} of measured.`
      : `Forward ${(forward / measuredForward).toFixed(2)}, backward ${(backward / measuredBackward).toFixed(2)} of measured.`;
  const usedForWinograd = id === 'vgg16' && measured.gpu === 'titanx-maxwell' && group === 'claimed';
  return {
    gpu: measured.gpu,
    group,
    source: measured.source,
    logError: Math.log((forward + backward) / published),
    row: {
      id: `network-${id}-${measured.gpu}-${slug(measured.library)}`,
      quantity: `${network.title}, batch ${batch}, ${known.title}, ${measured.library}`,
      unit: 'ms',
      published,
      source: sourceText(measured.source),
      simulated: forward + backward,
      ...(measured.library.startsWith('cuDNN R4') ? { alternative: asWinograd(id, gpu, batch) } : {}),
      digits: 1,
      tolerance: 0.15,
      kind: 'measured',
      status: usedForWinograd ? 'calibrated' : 'predicted',
      reason: [passes, usedForWinograd ? 'The gain of Winograd was set on this row.' : reason]
        .filter(Boolean)
        .join(' '),
    },
  };
}

/** Forward and backward time of a network without weight update, by the model. */
function modelledMs(id: string, gpu: GpuConfig, batch: number): { forward: number; backward: number } {
  const layers = layerComputeTimes(networkById(id), gpu, { batch, weightUpdate: false, layerTimes: 'model' });
  return {
    forward: layers.reduce((sum, layer) => sum + layer.forward.seconds, 0) * 1e3,
    backward: layers.reduce((sum, layer) => sum + layer.backward.seconds, 0) * 1e3,
  };
}

/** The other reading of an autotuned cuDNN R4, which may already have used Winograd's algorithm. */
function asWinograd(id: string, gpu: GpuConfig, batch: number): { name: string; simulated: number } {
  const { forward, backward } = modelledMs(id, { ...gpu, computeLibrary: 'cudnn-5.1' }, batch);
  return { name: 'as cuDNN 5.1', simulated: forward + backward };
}

function groupRows(totals: readonly Total[]): Comparison[] {
  const rows: Comparison[] = [];
  for (const [gpu, { title }] of Object.entries(GPUS)) {
    const errors = totals
      .filter((total) => total.group === 'claimed' && total.gpu === gpu)
      .map(({ logError }) => logError);
    rows.push({
      ...rms(
        `network-rms-${gpu}`,
        `${title}, cuDNN 4 to 5.1: rms of the log errors of ${errors.length} totals`,
        errors,
      ),
      source: 'jcjohnson/cnn-benchmarks, all tables',
      status: 'predicted',
      reason:
        meanRatio(errors) +
        (gpu === 'titanx-maxwell'
          ? ' VGG-16 on this GPU set the gain of Winograd; the rest is held out.'
          : ' Held out: no constant was changed between GPUs.'),
    });
  }
  const notClaimed: readonly [TotalsGroup, string, string][] = [
    [
      'older cuDNN',
      'Titan X (Maxwell), cuDNN R2 to R4',
      'R2 is two to three times as slow as R4 on the same card; one set of constants cannot meet both.',
    ],
    ['neon', 'Titan X (Maxwell), neon', 'Faster than cuDNN by up to 1.6; not claimed.'],
    ['no cuDNN', 'no cuDNN', 'Not claimed.'],
  ];
  for (const [group, title, reason] of notClaimed) {
    const errors = totals.filter((total) => total.group === group).map(({ logError }) => logError);
    rows.push({
      ...rms(`network-rms-${slug(group)}`, `${title}: rms of the log errors of ${errors.length} totals`, errors),
      source: sourceText(group === 'no cuDNN' ? 'all' : 'convnet-benchmarks'),
      status: 'predicted',
      reason: `${meanRatio(errors)} ${reason}`,
    });
  }
  return rows;
}

function rms(id: string, quantity: string, errors: readonly number[]) {
  return {
    id,
    quantity,
    unit: '%',
    published: [0, 15] as const,
    simulated: 100 * rootMeanSquare(errors),
    digits: 1,
    tolerance: 0,
    closeTolerance: 5,
    kind: 'measured' as const,
  };
}

function meanRatio(logErrors: readonly number[]): string {
  const ratio = Math.exp(logErrors.reduce((sum, error) => sum + error, 0) / logErrors.length);
  return `Geometric mean ${ratio.toFixed(2)} of measured.`;
}

function sourceText(id: string): string {
  const { sources } = measurements;
  if (Object.hasOwn(sources, id)) return sources[id as keyof typeof sources];
  return `${sources['convnet-benchmarks']}; ${sources['cnn-benchmarks']}`;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
