import { say } from '../words.ts';
import type { Rule } from './rule.ts';

/** Where the link is faster than the way through the engine, compressing costs time: copying as it is would be faster. */
export const slowerThanVdnn: Rule = {
  codes: ['slower-than-vdnn'],
  find({ report }) {
    if (report.speedupOverVdnn >= 1 - NOTABLE_LOSS) return [];
    const { vdnnMs, cdmaMs } = report.time;
    return [
      {
        code: 'slower-than-vdnn',
        severity: 'warning',
        message: say`cDMA takes ${cdmaMs.toFixed(1)} ms an iteration, vDNN without compression ${vdnnMs.toFixed(1)} ms. ${report.bottleneck.sentence}.`,
        help: say`The model has no way past the engine: at this link every map had better move as it is, or the engine be wider.`,
        path: ['dma'],
        target: 'key',
        related: [{ path: ['link', 'bandwidth'], message: say`The link that is faster than the way to it.` }],
      },
    ];
  },
};

const NOTABLE_LOSS = 0.001;
