import { type Costs, dominates } from './costs.ts';

/** Fewer rows than this are not worth thinning. */
const LEAST_ROWS = 2000;
/** Rows among which the one is sought that dominates the most. */
const SAMPLE_ROWS = 200;
/** Thinning goes on while it drops this share of the rows. */
const LEAST_DROPPED = 0.25;

/**
 * `rows` without most of those that are dominated anyway, in linear time, in their order: each round drops what one good row
 * dominates. The front of the rest is the front of all, and the cloud behind it need not be sorted.
 */
export function thinnedRows(costs: Costs, rows: Uint32Array): Uint32Array {
  let kept = rows;
  while (kept.length >= LEAST_ROWS) {
    const before = kept.length;
    kept = notDominatedBy(costs, dominantRow(costs, kept), kept);
    if (kept.length > (1 - LEAST_DROPPED) * before) break;
  }
  return kept;
}

/** Of an even sample, the row that dominates the most others. */
function dominantRow(costs: Costs, rows: Uint32Array): number {
  const step = rows.length / SAMPLE_ROWS;
  const sample = Array.from({ length: SAMPLE_ROWS }, (_, index) => rows[Math.floor(index * step)]);
  const dominated = sample.map((row) => sample.reduce((sum, other) => sum + Number(dominates(costs, row, other)), 0));
  return sample[dominated.indexOf(Math.max(...dominated))];
}

function notDominatedBy(costs: Costs, good: number, rows: Uint32Array): Uint32Array {
  /** Whether the good row is better in some objective, and whether it is worse: nothing is dominated by its equals. */
  const isBetter = new Uint8Array(rows.length);
  const isWorse = new Uint8Array(rows.length);
  for (const column of costs) {
    const cost = column[good];
    for (let place = 0; place < rows.length; place++) {
      const other = column[rows[place]];
      if (cost < other) isBetter[place] = 1;
      else if (cost > other) isWorse[place] = 1;
    }
  }
  return rows.filter((_, place) => isBetter[place] === 0 || isWorse[place] === 1);
}
