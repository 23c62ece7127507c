import type { ActivationSample } from '../activations/activation.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { Report } from './report.ts';

/** GPUs whose measured times the compute model was compared with (docs/model.md, "Compute time"). */
const VALIDATED_GPUS: ReadonlySet<string> = new Set(['titanx-maxwell', 'titanx-pascal', 'titanxp']);

/** What each group of figures is worth, and where it comes from. */
export function provenanceOf(config: ResolvedConfig, samples: readonly ActivationSample[]): Report['provenance'] {
  return [
    compression(config, samples),
    {
      figure: 'Compute time of layers, oracle time',
      kind: VALIDATED_GPUS.has(config.gpu.preset) ? 'calibrated' : 'predicted',
      source: VALIDATED_GPUS.has(config.gpu.preset)
        ? 'Roofline per kernel, constants from public Caffe logs; +-20 % on the sum of a network'
        : 'Roofline per kernel, calibrated on Maxwell and Pascal and not validated on this GPU',
    },
    {
      figure: 'vDNN and cDMA time, speed-up, performance vs oracle, bottleneck',
      kind: 'predicted',
      source: 'vDNN schedule with closed-form offload bounds; no figure of the paper was fitted',
    },
    {
      figure: 'Area',
      kind: 'calibrated',
      source: 'Scaled from the published total of 1.5 mm2 in 28 nm for 6 engines and 70 KB (slide 52)',
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
        kind: 'predicted',
        source: `Codecs run on synthetic tensors${zlibNote(samples)}; densities from slides 22-26 and a depth law`,
      };
    case 'tensors': {
      const synthetic = samples.filter(({ origin }) => origin.kind === 'synthetic').map(({ layer }) => layer);
      return {
        figure,
        kind: 'measured',
        source:
          `Codecs run on the tensors of ${activations.manifest}${zlibNote(samples)}` +
          (synthetic.length > 0 ? `; synthetic where it has none: ${synthetic.join(', ')}` : ''),
      };
    }
  }
}

function zlibNote(samples: readonly ActivationSample[]): string {
  const halfWidth = Math.max(0, ...samples.map((sample) => sample.zlibHalfWidth));
  return halfWidth > 0 ? ` (zlib windows sampled, +-${(halfWidth * 100).toFixed(1)} % or better)` : '';
}
