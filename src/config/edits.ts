import { createScanner, type Node } from 'jsonc-parser';
import type { ConfigPath, TextEdit } from '../findings/finding.ts';
import { nodeAt, parseDocument } from './document.ts';
import { lineStartsOf, rangeBetween } from './text.ts';

export interface Setting {
  path: ConfigPath;
  /** `undefined` removes the key. */
  value: unknown;
}

/**
 * Edits that make a config file hold the given values: written ones are replaced, others inserted behind their
 * last sibling, in the file's own indentation and line ends. Comments stay with the keys they follow.
 * Returns one edit that touches no more of the text than changes; none when nothing does or the text is broken.
 */
export function setValueEdits(text: string, settings: readonly Setting[]): TextEdit[] {
  const changed = setValues(text, settings);
  if (changed === text) return [];
  let start = 0;
  while (start < text.length && text[start] === changed[start]) start++;
  let same = 0;
  const most = Math.min(text.length, changed.length) - start;
  while (same < most && text[text.length - 1 - same] === changed[changed.length - 1 - same]) same++;
  const range = rangeBetween(lineStartsOf(text), start, text.length - same);
  return [{ range, text: changed.slice(start, changed.length - same) }];
}

/** The text with the values set; see {@link setValueEdits}. */
export function setValues(text: string, settings: readonly Setting[]): string {
  return settings.reduce(setValue, text);
}

// Written here rather than left to jsonc-parser's `modify`, which moves the comment behind the last key to the new one.
function setValue(text: string, { path, value }: Setting): string {
  const { root, readableUntil } = parseDocument(text, '');
  // Where there is no value at all, that is the syntax error, at the end of the text.
  if (readableUntil < (root ? Number.POSITIVE_INFINITY : text.length)) return text;
  if (value === undefined) return removeMember(text, root, path);
  const style = styleOf(text);
  let depth = path.length;
  while (depth > 0 && !nodeAt(root, path.slice(0, depth))) depth--;
  const written = nodeAt(root, path.slice(0, depth));
  if (!written) return `${text}${text && style.eol}${print(nest(path, value), style, 0)}`;
  if (depth === path.length || written.type !== 'object') {
    const replacement = print(nest(path.slice(depth), value), style, depth);
    return splice(text, written.offset, written.offset + written.length, replacement);
  }
  const member = `${JSON.stringify(path[depth])}: ${print(nest(path.slice(depth + 1), value), style, depth + 1)}`;
  return insertMember(text, written, member, style, depth);
}

function insertMember(text: string, object: Node, member: string, style: Style, depth: number): string {
  const closing = object.offset + object.length - 1;
  const last = object.children?.at(-1);
  const inner = style.eol + style.indent.repeat(depth + 1);
  const outer = style.eol + style.indent.repeat(depth);
  if (!last) {
    // A comment may stand alone between the braces.
    const before = text.slice(0, closing).trimEnd();
    return before + inner + member + outer + text.slice(closing);
  }
  const lastEnd = last.offset + last.length;
  const [behind, comma = ''] = BEHIND_MEMBER.exec(text.slice(lastEnd)) ?? [''];
  if (!/[\r\n]/.test(text.slice(object.offset, closing))) {
    const end = lastEnd + behind.indexOf(comma) + comma.length;
    return splice(text, end, end, `${comma ? '' : ','} ${member}`);
  }
  const kept = `${comma ? '' : ','}${behind.trimEnd()}${inner}${member}${comma}`;
  return splice(text, lastEnd, lastEnd + behind.length, kept);
}

/** Takes a key away with its comma and what else belongs to it; an element of a list stays. */
function removeMember(text: string, root: Node | undefined, path: ConfigPath): string {
  const member = nodeAt(root, path)?.parent;
  const siblings = member?.type === 'property' ? member.parent?.children : undefined;
  if (member === undefined || siblings === undefined) return text;
  const end = member.offset + member.length;
  const [behind, comma = ''] = BEHIND_MEMBER.exec(text.slice(end)) ?? [''];
  const lineStart = text.slice(0, member.offset).search(/[^\S\r\n]*$/);
  const ownsLine = lineStart === 0 || /[\r\n]/.test(text[lineStart - 1] ?? '');
  const previous = siblings[siblings.indexOf(member) - 1];
  if (comma !== '' || previous === undefined) {
    // On a line of its own, its line goes with it; else the blank behind it.
    const lineEnd = ownsLine ? /^[^\S\r\n]*(\r\n|\n|\r)?/.exec(text.slice(end + behind.length)) : null;
    if (lineEnd?.[1] !== undefined) return splice(text, lineStart, end + behind.length + lineEnd[0].length, '');
    const blank = /^[^\S\r\n]*/.exec(text.slice(end + behind.length))?.[0].length ?? 0;
    return splice(text, member.offset, end + behind.length + blank, '');
  }
  // The last one: the comma before it goes, and comments that belong to the previous key stay.
  const previousEnd = previous.offset + previous.length;
  const commaAt = commaBehind(text, previousEnd);
  const from = ownsLine ? lineStart - (text.slice(0, lineStart).endsWith('\r\n') ? 2 : 1) : commaAt + 1;
  return text.slice(0, commaAt) + text.slice(commaAt + 1, from) + text.slice(end + behind.trimEnd().length);
}

/** Comments before it may hold commas, too. */
function commaBehind(text: string, offset: number): number {
  const scanner = createScanner(text, false);
  scanner.setPosition(offset);
  while (text[scanner.getTokenOffset()] !== ',') scanner.scan();
  return scanner.getTokenOffset();
}

/** What belongs to a member on its line: its comma and the comment that ends the line. */
const BEHIND_MEMBER = /^[^\S\r\n]*(,?)[^\S\r\n]*(?:\/\/[^\r\n]*|\/\*(?:(?!\*\/)[^\r\n])*\*\/[^\S\r\n]*(?=[\r\n]))?/;

interface Style {
  indent: string;
  eol: string;
}

/** Line ends and indentation as the file has them; `\n` and two spaces when it shows none. */
function styleOf(text: string): Style {
  const [eol] = /\r\n|\n|\r/.exec(text) ?? ['\n'];
  const [indent] = /(?<=[\r\n])[ \t]+(?=")/.exec(text) ?? ['  '];
  return { eol, indent };
}

function print(value: unknown, style: Style, depth: number): string {
  const lines = JSON.stringify(value, null, style.indent).split('\n');
  return lines.join(style.eol + style.indent.repeat(depth));
}

function nest(path: ConfigPath, value: unknown): unknown {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value);
}

function splice(text: string, from: number, to: number, replacement: string): string {
  return text.slice(0, from) + replacement + text.slice(to);
}
