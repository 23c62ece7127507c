import type { TextPosition, TextRange } from '../findings/finding.ts';

/** Offsets at which the lines of a text start; `\n`, `\r\n` and `\r` end a line, as in editors. */
export function lineStartsOf(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length)];
}

export function positionAt(lineStarts: readonly number[], offset: number): TextPosition {
  let line = 0;
  // The first line after it, by halves: a text may have as many lines as it has findings.
  for (let next = lineStarts.length; next - line > 1; ) {
    const middle = Math.floor((line + next) / 2);
    if ((lineStarts[middle] ?? 0) > offset) next = middle;
    else line = middle;
  }
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
