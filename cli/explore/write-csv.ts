import type { Decisions } from '../../src/exploration/decisions.ts';
import { partOf } from '../../src/exploration/part-of-sweep.ts';
import { sweepCsv } from '../../src/exploration/sweep-csv.ts';
import type { Explored } from '../../src/explore.ts';
import { writeInPieces } from '../output-file.ts';

/** A million points at once would be a text of gigabytes while it is made. */
const ROWS_AT_ONCE = 20_000;

/** Writes all points as comma-separated values. Rejects with `UsageError` where that fails. */
export async function writeCsv(name: string, { sweep, decisions }: Explored): Promise<void> {
  await writeInPieces(name, async (file) => {
    for (let from = 0; from === 0 || from < sweep.ids.length; from += ROWS_AT_ONCE) {
      const to = Math.min(from + ROWS_AT_ONCE, sweep.ids.length);
      const front = decisions.front.filter((row) => row >= from && row < to).map((row) => row - from);
      const part: Decisions = { ...decisions, front };
      const text = sweepCsv(partOf(sweep, from, to), part);
      // Every part has the heading: no key has a line break.
      await file.write(Buffer.from(from === 0 ? text : text.slice(text.indexOf('\r\n') + 2)));
    }
  });
}
