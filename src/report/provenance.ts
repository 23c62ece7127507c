import type { ActivationSample } from '../activations/activation.ts';
import { GPU_PRESETS, type PresetValue } from '../config/presets.ts';
import { parseQuantity } from '../config/quantity.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { Report } from './report.ts';

/** GPUs whose measured times the compute model was compared with (docs/model.md, "Compute time"). */
const VALIDATED_GPUS: ReadonlySet<string> = new Set(['titanx-maxwell', 'titanx-pascal', 'titanxp']);

/** A preset that was validated says nothing any more once its compute or its bandwidth is overridden. */
function isValidated({ gpu }: ResolvedConfig): boolean {
  const preset = GPU_PRESETS.find(({ id }) => id === gpu.preset);
  if (preset === undefined || !VALIDATED_GPUS.has(gpu.preset)) return false;
  const { peakCompute, dramBandwidth } = preset.values;
  return isValue(peakCompute, gpu.peakCompute) && isValue(dramBandwidth, gpu.dramBandwidth);
}

function isValue({ value }: PresetValue, resolved: number): boolean {
  const parsed = typeof value === 'string' ? parseQuantity(value) : undefined;
  return parsed?.kind === 'quantity' ? parsed.value === resolved : value === resolved;
}

/** What each group of figures is worth, and where it comes from. */
export function provenanceOf(config: ResolvedConfig, samples: readonly ActivationSample[]): Report['provenance'] {
  return [
    compression(config, samples),
    {
      figure: 'Compute time of layers, oracle time',
      kind: isValidated(config) ? 'calibrated' : 'predicted',
      source: isValidated(config)
        ? 'Roofline per kernel, constants from public Caffe logs; +-20 % on the sum of a network'
        : 'Roofline per kernel, calibrated on Maxwell and Pascal and not validated for this GPU',
    },
    {
      figure: 'vDNN and cDMA time, speed-up, performance vs oracle, bottleneck',
      kind: 'predicted',
      source:
        config.fidelity === 'pipeline'
          ? 'vDNN schedule; compressed copies line by line in the pipeline (docs/pipeline.md), plain ones in closed form; no figure of the paper was fitted'
          : 'vDNN schedule with closed-form offload bounds; no figure of the paper was fitted',
    },
    {
      figure: 'Area',
      kind: config.dma.codec === 'zvc' ? 'calibrated' : 'assumed',
      source:
        'Estimated split of the published total of 1.5 mm2 in 28 nm for 6 engines and 70 KB (slide 52), scaled' +
        (config.dma.codec === 'zvc' ? '' : '; with the ZVC engine, as no area is known for this codec'),
    },
    { figure: 'Energy', kind: 'assumed', source: 'Literature and assumed constants; the paper publishes none' },
  ];
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
            : ''),
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
