import type { Shard } from './explore-call.ts';

/** The file of a part, as recipes and `--merge` expect it. */
export function partName({ index, count }: Shard): string {
  return `part-${index}-of-${count}.ndjson`;
}

/** Which part a file is by its name; undefined for any other file. */
export function partOfName(name: string): Shard | undefined {
  const [, index, count] = /^part-(\d{1,7})-of-(\d{1,7})\.ndjson$/.exec(name) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index >= 1 && shard.index <= shard.count && partName(shard) === name ? shard : undefined;
}

/** The rows of a sweep that are a part, from `from` on, without `to`: parts follow each other, and differ by a row at most. */
export function rowsOfPart(rows: number, { index, count }: Shard): { from: number; to: number } {
  const boundary = (parts: number): number => Math.floor((parts * rows) / count);
  return { from: boundary(index - 1), to: boundary(index) };
}
