import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { EXIT_FINDINGS, EXIT_FINE, reasonOf, UsageError } from '../usage.ts';
import type { Shard } from './explore-call.ts';
import { partName, partOfName, rowsOfPart } from './parts.ts';
import { linesOf, readHeader } from './point-file.ts';
import { printPieces } from './print-pieces.ts';

/** A part of which the complete lines have been looked at. */
interface Part {
  file: string;
  header: string;
  /** Points that it has. */
  rows: number;
  /** Bytes from the first point's line on, and behind the last one's. */
  start: number;
  end: number;
}

/**
 * Prints the points of all parts in a folder, byte for byte as one process would have written them. Prints none, and says
 * which are missing, where not all are there.
 */
export async function mergeParts(folder: string): Promise<number> {
  const { shards, count } = shardsIn(folder);
  const parts: Part[] = [];
  const ids = new AscendingIds();
  for (const shard of shards) {
    const part = await readPart(folder, shard, ids);
    if (part !== undefined) parts.push(part);
  }
  const [first] = parts;
  if (first === undefined) throw new UsageError(`${folder} has no part with points of a sweep`);
  for (const { file, header } of parts) {
    if (header === first.header) continue;
    throw new UsageError(`${file} is of another config, sweep or version than ${first.file}: delete one of them`);
  }
  const points = Number(readHeader(first.header)?.['points']);
  if (!Number.isInteger(points)) throw new UsageError(`${first.file} does not say how many points there are`);
  const missing = missingRanges(folder, parts, points, count);
  if (missing.length > 0) {
    for (const range of missing) console.error(range);
    return EXIT_FINDINGS;
  }
  await printPieces(merged(first.header, parts));
  return EXIT_FINE;
}

/** Parts that are there, in their order. */
function shardsIn(folder: string): { shards: Shard[]; count: number } {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new UsageError(`cannot read ${folder}: ${reasonOf(error)}`);
  }
  const shards = names.flatMap((name) => partOfName(name) ?? []);
  const counts = [...new Set(shards.map(({ count }) => count))].sort((a, b) => a - b);
  const [count, ...others] = counts;
  if (count === undefined) throw new UsageError(`${folder} has no parts: run some with --shard K/N --out ${folder}`);
  if (others.length > 0) {
    throw new UsageError(`${folder} has parts of ${counts.join(' and of ')}: delete all but those of one sharding`);
  }
  return { shards: shards.sort((a, b) => a.index - b.index), count };
}

/** Undefined for a part that was begun and has no complete line. */
async function readPart(folder: string, shard: Shard, ids: AscendingIds): Promise<Part | undefined> {
  const file = path.join(folder, partName(shard));
  let part: Part | undefined;
  try {
    for await (const { text, end } of linesOf(file)) {
      if (part === undefined) {
        if (readHeader(text) === undefined) throw new UsageError(`${file} has no points of a sweep: delete it`);
        part = { file, header: text, rows: 0, start: end, end };
        continue;
      }
      if (!ids.take(text))
        throw new UsageError(`${file}: line ${part.rows + 2} is damaged: delete it and all behind it`);
      part.rows += 1;
      part.end = end;
    }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`cannot read ${file}: ${reasonOf(error)}`);
  }
  return part;
}

/** Makes sure that lines are those of points whose ids ascend. */
class AscendingIds {
  private last = -1;

  take(line: string): boolean {
    const [, digits] = /^\{"id":(\d+),.*\}$/.exec(line) ?? [];
    const id = Number(digits);
    if (!(id > this.last)) return false;
    this.last = id;
    return true;
  }
}

function missingRanges(folder: string, parts: readonly Part[], points: number, count: number): string[] {
  const partOf = new Map(parts.map((part) => [part.file, part]));
  const missing: string[] = [];
  for (let index = 1; index <= count; index++) {
    const { from, to } = rowsOfPart(points, { index, count });
    const file = path.join(folder, partName({ index, count }));
    const rows = partOf.get(file)?.rows ?? 0;
    if (rows > to - from) throw new UsageError(`${file} has ${rows} points instead of ${to - from}: delete it`);
    if (rows === to - from) continue;
    missing.push(`points ${from + rows + 1} to ${to} of ${points} are missing: run --shard ${index}/${count}`);
  }
  return missing;
}

async function* merged(header: string, parts: readonly Part[]): AsyncGenerator<string, void> {
  yield `${header}\n`;
  for (const { file, start, end, rows } of parts) {
    if (rows === 0) continue;
    yield* createReadStream(file, { start, end: end - 1, encoding: 'utf8' }) as AsyncIterable<string>;
  }
}
