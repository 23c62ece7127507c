import type { ActivationSample } from '../activations/activation.ts';
import { GPU_PRESETS, isCardAsItIs } from '../config/presets.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import type { LayerCompute } from '../timing/compute-time.ts';
import { MEASURED_CONDITIONS, measuredLogFor } from '../timing/measured-times.ts';
import type { Report } from './report.ts';

/** Measured times (docs/model.md, "Compute time") say nothing any more once compute or bandwidth is overridden. */
function computeTime({ gpu }: ResolvedConfig): Report['provenance'][number] {
  const figure = 'Compute time of layers, oracle time';
  const preset = GPU_PRESETS.find(({ id }) => id === gpu.preset);
  if (preset?.validation === 'measured' && isCardAsItIs(gpu)) {
    const source = 'Roofline per kernel, constants from public Caffe logs; +-20 % on the sum of a network';
    return { figure, kind: 'calibrated', source: `${source}; ${preset.validationNote}` };
  }
  const reason = isCardAsItIs(gpu) ? preset?.validationNote : 'its compute or bandwidth is not that of the preset';
  const source = 'Roofline per kernel, calibrated on Maxwell and Pascal; extrapolated to this GPU and not validated';
  return { figure, kind: 'predicted', source: `${source}: ${reason}` };
}

/** What each group of figures is worth, and where it comes from. */
export function provenanceOf(
  config: ResolvedConfig,
  network: Network,
  samples: readonly ActivationSample[],
  compute: readonly LayerCompute[],
): Report['provenance'] {
  return [
    compression(config, samples),
    ...measuredLayers(config, network, compute),
    computeTime(config),
    {
      figure: 'vDNN and cDMA time, speed-up, performance vs oracle, bottleneck',
      kind: 'predicted',
      source:
        config.fidelity === 'pipeline'
          ? 'vDNN schedule; compressed copies line by line in the pipeline (docs/pipeline.md), plain ones in closed form; no figure of the paper was fitted'
          : 'vDNN schedule with closed-form offload bounds; no figure of the paper was fitted',
    },
    {
      figure: 'GPU memory',
      kind: 'predicted',
      source: 'Weights, gradients, momentum and maps over the schedule; workspace and fragmentation are not counted',
    },
    {
      figure: 'Area',
      kind: config.dma.codec === 'zvc' ? 'calibrated' : 'assumed',
      source:
        'Estimated split of the published total of 1.5 mm2 in 28 nm for 6 engines and 70 KB (slide 52), scaled' +
        (config.dma.codec === 'zvc' ? '' : '; with the ZVC engine, as no area is known for this codec'),
    },
    ...energy(config),
  ];
}

/** Which layers have measured times, or why none has although they are asked for. */
function measuredLayers(
  { gpu, workload }: ResolvedConfig,
  network: Network,
  compute: readonly LayerCompute[],
): Report['provenance'] {
  if (workload.layerTimes === 'model') return [];
  const found = measuredLogFor(network, gpu);
  const figure = 'Measured layer times';
  if ('reason' in found) return [{ figure, kind: 'predicted', source: `None: ${found.reason}` }];
  const measured = compute.filter(({ source }) => source === 'measured').length;
  const source = `${measured} of ${compute.length} layers, scaled to the batch: ${found.log.source}; ${MEASURED_CONDITIONS}`;
  return [{ figure, kind: 'measured', source }];
}

function energy({ cost }: ResolvedConfig): Report['provenance'] {
  const source = 'Constants of the section "cost", most of them assumed; the paper publishes none';
  return cost.energy === 'on' ? [{ figure: 'Energy', kind: 'assumed', source }] : [];
}

function compression(config: ResolvedConfig, samples: readonly ActivationSample[]): Report['provenance'][number] {
  const figure = 'Compression ratios, offload traffic';
  const { activations } = config.workload;
  switch (activations.source) {
    case 'uniform':
      return {
        figure,
        kind: 'assumed',
        source: `The config's ratio of ${activations.ratio} for every layer and codec`,
      };
    case 'model':
      return {
        figure,
        kind: activations.layerScatter > 0 ? 'calibrated' : 'predicted',
        source:
          `Codecs run on synthetic tensors${zlibNote(samples)}; densities from slides 22-26 and a depth law` +
          (activations.layerScatter > 0
            ? ', with a scatter of layers calibrated to the published maximum of 13.8x'
            : '') +
          (activations.layers === undefined
            ? ''
            : `; the config's own of ${Object.keys(activations.layers).join(', ')}`),
      };
    case 'tensors': {
      const measured = samples.filter(({ origin }) => origin.kind === 'measured');
      if (measured.length === 0) {
        return {
          figure,
          kind: 'predicted',
          source: `Synthetic tensors: ${activations.manifest} has none of this network`,
        };
      }
      const synthetic = samples.filter(({ origin }) => origin.kind === 'synthetic').map(({ layer }) => layer);
      return {
        figure,
        kind: synthetic.length === 0 ? 'measured' : 'predicted',
        source:
          `Codecs run on the tensors of ${activations.manifest} for ${measured.length} of ${samples.length} maps` +
          `${zlibNote(samples)}${synthetic.length > 0 ? `; synthetic for ${synthetic.join(', ')}` : ''}`,
      };
    }
  }
}

function zlibNote(samples: readonly ActivationSample[]): string {
  const halfWidth = Math.max(0, ...samples.map((sample) => sample.zlibHalfWidth));
  return halfWidth > 0 ? ` (zlib windows sampled, +-${(halfWidth * 100).toFixed(1)} % or better)` : '';
}
