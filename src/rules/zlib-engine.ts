import { engineRate, ZLIB_HARDWARE } from '../timing/transfer-rate.ts';
import { say } from '../words.ts';
import { bandwidth, type Rule } from './rule.ts';

/** How far above the fastest known hardware an assumption may lie before it is named. */
const PLAUSIBLE_FACTOR = 2;

/** Slide 49: dedicated zlib hardware reaches 2.5 GB/s; an engine as wide as those of zero-value compression is not built. */
export const zlibEngine: Rule = {
  codes: ['zlib-engine'],
  find({ config }) {
    if (config.dma.codec !== 'zlib') return [];
    const rate = engineRate(config);
    if (rate <= ZLIB_HARDWARE * PLAUSIBLE_FACTOR) return [];
    const path = ['dma', 'zlibEngine'];
    return [
      {
        code: 'zlib-engine',
        severity: 'warning',
        message: say`Each zlib engine takes ${bandwidth(rate)}; dedicated hardware reaches ${bandwidth(ZLIB_HARDWARE)} (slide 49). Times are a bound that no known engine reaches.`,
        help: say`"dedicated-hardware" gives each engine the published rate.`,
        path,
        related: [
          { path: ['dma', 'engineBytesPerCycle'], message: say`The width that an ideal engine has.` },
          { path: ['dma', 'codec'], message: say`The codec that needs it.` },
        ],
        fixes: [
          {
            title: say`Set ${path.join('.')} to ${JSON.stringify('dedicated-hardware')}`,
            edits: [{ path, value: 'dedicated-hardware' }],
          },
        ],
      },
    ];
  },
};
