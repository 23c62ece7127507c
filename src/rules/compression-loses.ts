import { say } from '../words.ts';
import { listLayers, type Rule, setValueFix } from './rule.ts';

/**
 * A ratio below 1: what a codec adds (masks, counts, headers) is more than what it saves. A warning when that holds for
 * the network, information when it holds for layers that are a notable part of the traffic.
 */
export const compressionLoses: Rule = {
  codes: ['compression-loses'],
  find({ config, report, offloaded }) {
    const { codec } = config.dma;
    const losing = offloaded.filter(({ ratio }) => ratio < 1);
    const { rawBytes, compressedBytes, compressionRatio } = report.totals;
    const lost = losing.reduce((sum, layer) => sum + layer.compressedBytes - layer.rawBytes, 0);
    const whole = compressedBytes > rawBytes;
    if (offloaded.length === 0 || (!whole && lost < NOTABLE_SHARE * compressedBytes)) return [];
    const path = ['dma', 'codec'];
    const others = report.codecs.filter((other) => other.codec !== codec);
    const best = others.reduce((a, b) => (b.totals.compressionRatio > a.totals.compressionRatio ? b : a));
    const gain = best.totals.compressionRatio;
    return [
      {
        code: 'compression-loses',
        severity: whole ? 'warning' : 'information',
        message: whole
          ? say`${codec} makes the traffic larger: its compression ratio is ${compressionRatio.toFixed(3)}, below 1 (layers: ${listLayers(losing)}).`
          : say`${codec} makes ${losing.length} of ${offloaded.length} offloaded layers larger: ${listLayers(losing)}. That is ${((100 * lost) / compressedBytes).toFixed(1)} % of the traffic.`,
        help: say`${best.codec} has a compression ratio of ${gain.toFixed(2)} on this workload.`,
        path,
        related: [
          {
            path: ['workload', 'activations'],
            message: say`Zeros, and how they lie in memory, decide what a codec saves.`,
          },
        ],
        fixes: gain > compressionRatio ? [setValueFix(path, best.codec)] : [],
      },
    ];
  },
};

/** Of the traffic. */
const NOTABLE_SHARE = 0.01;
