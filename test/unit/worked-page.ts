/**
 * A page of `docs/extend/` read as data: the files it says it touches, the edits it shows, the commands it gives and what it
 * says that they print. A page shows an edit in one of three ways:
 *
 *     `src/new.ts`, a new file:            the block below is the whole file
 *     a block of `diff`                    `+++ src/old.ts`, then hunks parted by `@@`: lines that stay (a space before
 *                                          them), go (-) and come (+); what stays and goes is the anchor
 *     | `src/old.ts` | `anchor` | `, text` |    a row of a table: the text goes right behind the anchor
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface WorkedPage {
  /** Files that the page says it touches, in alphabetical order. */
  files: readonly string[];
  edits: readonly Edit[];
  /** Lines of its blocks of `sh`, to be run in the project's folder. */
  commands: readonly string[];
  /** Lines of its blocks of `text`: what the commands print, among other things. */
  printed: readonly string[];
}

export type Edit =
  | { kind: 'new'; file: string; text: string }
  /** `anchor` becomes `text`. */
  | { kind: 'change'; file: string; anchor: string; text: string };

const NEW_FILE = /^`([^`\n]+)`, a new file:\n\n(`{3,})\w+\n(.*?)^\2$/gms;
const TABLE_ROW = /^\| `([^`\n]+)` \| `([^`\n]+)` \| `([^`\n]+)` \|$/gm;

/** Reads the text of a page. Fails on a page that lists no files or shows no edits. */
export function readWorkedPage(text: string): WorkedPage {
  const [, list = ''] = /^## Files\n(.*?)^## /ms.exec(text) ?? [];
  const files = [...list.matchAll(/^(?:- | {2})(`.*)/gm)].flatMap(([, line = '']) => namesOf(line)).sort();
  const newFiles = [...text.matchAll(NEW_FILE)].map(
    ([, file = '', , content = '']): Edit => ({ kind: 'new', file, text: content }),
  );
  // What stands in a new file is no edit, whatever it looks like.
  const rest = text.replaceAll(NEW_FILE, '');
  const rows = [...rest.matchAll(TABLE_ROW)].map(
    ([, file = '', anchor = '', insert = '']): Edit => ({ kind: 'change', file, anchor, text: anchor + insert }),
  );
  const edits = [...newFiles, ...rows, ...blocksOf(rest, 'diff').flatMap(changesOf)];
  assert.ok(files.length > 0 && edits.length > 0, 'the page has files and edits');
  return { files, edits, commands: linesOf(rest, 'sh'), printed: linesOf(rest, 'text') };
}

/** Applies all edits of a page to a copy of the project. Fails where an anchor is not there exactly once. */
export function applyEdits({ edits }: WorkedPage, folder: string): void {
  for (const edit of edits) {
    const place = path.join(folder, edit.file);
    if (edit.kind === 'new') {
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, edit.text, { flag: 'wx' }); // fails where there is one
      continue;
    }
    const parts = readFileSync(place, 'utf8').split(edit.anchor);
    assert.equal(parts.length, 2, `${edit.file} has this ${parts.length - 1} times:\n${edit.anchor}`);
    writeFileSync(place, parts.join(edit.text));
  }
}

/** Names in backticks before the colon, or at the end of a line that goes on. */
function namesOf(line: string): string[] {
  return [...line.matchAll(/`([^`]+)`(?=, |,$|:)/g)].map(([, name = '']) => name);
}

function blocksOf(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block);
}

function linesOf(text: string, language: string): string[] {
  return blocksOf(text, language).flatMap((block) => block.split('\n').filter((line) => line !== ''));
}

/** Edits of a block of `diff`. Anchors are whole lines. */
function changesOf(block: string): Edit[] {
  const [before, ...parts] = block.split(/^\+\+\+ (.+)\n/m);
  assert.equal(before, '', 'a diff begins with the name of a file');
  return parts.flatMap((file, index) =>
    index % 2 === 1 ? [] : (parts[index + 1] ?? '').split(/^@@\n/m).map((hunk) => changeOf(file, hunk)),
  );
}

function changeOf(file: string, hunk: string): Edit {
  const lines = hunk.split('\n').slice(0, -1);
  const only = (signs: string) => lines.filter((line) => signs.includes(line.charAt(0))).map((line) => line.slice(1));
  assert.deepEqual(
    lines.filter((line) => !/^[ +-]|^$/.test(line)),
    [],
    `${file}: lines of a diff begin with a space, + or -`,
  );
  const anchor = only(' -');
  assert.ok(
    anchor.some((line) => line !== ''),
    `${file}: a change has an anchor`,
  );
  return { kind: 'change', file, anchor: `\n${anchor.join('\n')}\n`, text: `\n${only(' +').join('\n')}\n` };
}
