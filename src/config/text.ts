import type { TextPosition, TextRange } from '../findings/finding.ts';

/** Offsets at which the lines of a text start; `\n`, `\r\n` and `\r` end a line, as in editors. */
export function lineStartsOf(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length)];
}

export function positionAt(lineStarts: readonly number[], offset: number): TextPosition {
  const next = lineStarts.findIndex((start) => start > offset);
  const line = (next < 0 ? lineStarts.length : next) - 1;
  return { line, character: offset - (lineStarts[line] ?? 0) };
}

export function rangeBetween(lineStarts: readonly number[], from: number, to: number): TextRange {
  return { start: positionAt(lineStarts, from), end: positionAt(lineStarts, to) };
}

/** Marks where something starts that is too long to be marked as a whole. */
export function firstCharacter({ start }: TextRange): TextRange {
  return { start, end: { line: start.line, character: start.character + 1 } };
}

/** Negative when `a` stands before `b`. */
export function comparePositions(a: TextPosition, b: TextPosition): number {
  return a.line - b.line || a.character - b.character;
}
