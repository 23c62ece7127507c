/** What holds for every finding, whatever the text. */
import assert from 'node:assert/strict';
import type { LocatedFinding, TextPosition, TextRange } from '../../src/findings/finding.ts';
import type { FileReader } from '../../src/host.ts';

/**
 * Every place of every finding lies in the text of its file.
 *
 * @param texts of the files by URI; the first is the one that was opened.
 */
export function assertLocated(findings: readonly LocatedFinding[], texts: ReadonlyMap<string, string>): void {
  const [opened] = texts.keys();
  const lines = new Map([...texts].map(([uri, text]) => [uri, text.split(/\r\n|\n|\r/)]));
  for (const { uri, range, message, code, related, fixes } of findings) {
    assert.equal(uri, opened);
    assert.ok(code !== '' && message !== '' && message.length < 2000, `${code}: ${message.slice(0, 200)}`);
    assertWithin(range, lines.get(uri), message);
    for (const place of related) assertWithin(place.range, lines.get(place.uri), message);
    for (const fix of fixes) {
      assert.notEqual(fix.title, '');
      for (const edit of fix.edits) assertWithin(edit.range, lines.get(uri), fix.title);
    }
  }
}

function assertWithin({ start, end }: TextRange, lines: readonly string[] | undefined, about: string): void {
  assert.ok(lines, `${about}: stands in a file that nobody named`);
  for (const place of [start, end]) {
    const length = lines[place.line]?.length;
    const isInside = length !== undefined && isCount(place.character) && place.character <= length;
    assert.ok(isInside, `${about}: ${inWords(place)} of ${lines.length} lines, this one of ${length}`);
  }
  const isAscending = start.line < end.line || (start.line === end.line && start.character <= end.character);
  assert.ok(isAscending, `${about}: ${inWords(start)} to ${inWords(end)}`);
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function inWords({ line, character }: TextPosition): string {
  return `line ${line}, character ${character}`;
}

/**
 * The files, refusing what no file that is opened may lead to: another scheme (a command of the editor, the network)
 * or another machine, which Windows would ask for its share and tell it who asks.
 */
export function onlyLocal(files: FileReader): FileReader {
  const checked = (uri: string): string => {
    assertLocal(uri);
    return uri;
  };
  return {
    readText: (uri) => files.readText(checked(uri)),
    readBytes: (uri, limitBytes) => files.readBytes(checked(uri), limitBytes),
    stat: (uri) => files.stat(checked(uri)),
    open: (uri) => files.open(checked(uri)),
  };
}

export function assertLocal(uri: string): void {
  assert.match(uri, /^file:\/\/\/(?!\/)/, `${uri} would have been read`);
}
