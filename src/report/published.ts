import { isCardAsItIs } from '../config/presets.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';

/** A published mean of the six networks, to stand beside a result. */
export interface PublishedFigure {
  figure: 'compressionRatio' | 'maxLayerRatio' | 'trafficVsVdnn' | 'vdnnPerformanceVsOracle' | 'speedupOverVdnn';
  value: number;
  /** Where it is stated. */
  source: string;
  /** The mean of the six networks, or the best of them. */
  of: 'mean' | 'best';
}

const SLIDE_61 = 'slide 61; abstract of arXiv 1705.01626';

/** With zero-value compression, whatever the card. */
const COMPRESSION: readonly PublishedFigure[] = [
  { figure: 'compressionRatio', value: 2.6, source: SLIDE_61, of: 'mean' },
  { figure: 'maxLayerRatio', value: 13.8, source: SLIDE_61, of: 'best' },
  { figure: 'trafficVsVdnn', value: 1 / 2.6, source: `1 / 2.6x: ${SLIDE_61}`, of: 'mean' },
];

/** Times were published for two cards (docs/validation.md, "Performance"). */
const TIMES: Readonly<Record<string, readonly PublishedFigure[]>> = {
  'titanx-maxwell': [
    {
      figure: 'vdnnPerformanceVsOracle',
      value: 1 - 0.31,
      source: 'introduction of arXiv 1705.01626',
      of: 'mean',
    },
    { figure: 'speedupOverVdnn', value: 1.32, source: 'abstract of arXiv 1705.01626', of: 'mean' },
    { figure: 'speedupOverVdnn', value: 1.61, source: 'abstract of arXiv 1705.01626', of: 'best' },
  ],
  titanxp: [
    { figure: 'vdnnPerformanceVsOracle', value: 1 - 0.51, source: 'HPCA 2018, recalled', of: 'mean' },
    { figure: 'speedupOverVdnn', value: 1.53, source: 'slide 61', of: 'mean' },
    { figure: 'speedupOverVdnn', value: 1.79, source: 'slide 61', of: 'best' },
  ],
};

/** The published figures that a config can be held against: those of times only for a card and a link as they were. */
export function publishedFor({ gpu, link }: Pick<ResolvedConfig, 'gpu' | 'link'>): PublishedFigure[] {
  const isSameLink = link.preset === 'pcie3-x16' && link.gpusSharing === 1;
  const times = isCardAsItIs(gpu) && isSameLink ? (TIMES[gpu.preset] ?? []) : [];
  return [...COMPRESSION, ...times];
}
