import type { Sweep } from './sweep.ts';

/** Fraction of the golden ratio: its multiples spread evenly, and never step together with an axis of a grid. */
const GOLDEN_FRACTION = (Math.sqrt(5) - 1) / 2;

/**
 * Rows to show of a sweep that has more points than are drawn, ascending: all of `always`, and of the others an even
 * selection in their order. At most `most`, unless `always` is longer. The same for the same sweep.
 *
 * The others are cut into runs of equal length, and each gives a row. That is not the first: one row in eight of a grid
 * whose last axis has eight steps would show a single one of them.
 */
export function shownRows({ ids }: Sweep, most: number, always: readonly number[]): Uint32Array {
  const isShown = new Uint8Array(ids.length);
  let shown = 0;
  for (const row of always) {
    if (row >= ids.length || isShown[row] === 1) continue;
    isShown[row] = 1;
    shown++;
  }
  const others = rowsWith(isShown, 0, ids.length - shown);
  const runs = Math.min(others.length, Math.max(0, Math.floor(most) - shown));
  for (let run = 0; run < runs; run++) {
    const start = Math.floor((run * others.length) / runs);
    const end = Math.floor(((run + 1) * others.length) / runs);
    const offset = Math.floor(((run * GOLDEN_FRACTION) % 1) * (end - start));
    isShown[others[start + offset]] = 1;
  }
  return rowsWith(isShown, 1, shown + runs);
}

/** The `count` rows that are marked so. */
function rowsWith(marks: Uint8Array, mark: 0 | 1, count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0, place = 0; place < count; row++) if (marks[row] === mark) rows[place++] = row;
  return rows;
}
