import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ConfigPath, LocatedFinding, TextRange } from '../findings/finding.ts';
import { say, translationOf } from '../words.ts';
import { shortened } from './json.ts';
import { lineStartsOf, rangeBetween } from './text.ts';

/** A config file's text, its value, and where each part of the value is written. */
export interface ConfigDocument {
  readonly uri: string;
  readonly text: string;
  /** Undefined when the text holds no value at all. Where the text is broken, what could be read. */
  readonly value: unknown;
  readonly root: Node | undefined;
  readonly lineStarts: readonly number[];
  /** Syntax errors and duplicate keys. */
  readonly findings: readonly LocatedFinding[];
  /** Offset of the first syntax error; what stands behind it may be misread. Infinity without one. */
  readonly readableUntil: number;
}

/** Of one kind in one file. More are not listed: nobody reads them, and a file may be nothing but faults. */
export const MOST_FAULTS = 1000;

/** Parses JSON with comments and trailing commas. Never throws. */
export function parseDocument(text: string, uri: string): ConfigDocument {
  const lineStarts = lineStartsOf(text);
  const { root, errors } = parseTolerantly(text);
  const duplicates = root ? duplicateKeys(root).slice(0, MOST_FAULTS) : [];
  const range = (node: { offset: number; length: number }) =>
    rangeBetween(lineStarts, node.offset, node.offset + node.length);
  // One fault, one message: errors after the first are mostly its consequences.
  const first = errors[0];
  const syntax = first ? [{ code: 'json-syntax', message: explain(first, text), range: range(first) }] : [];
  const repeated = duplicates.map((key) => ({
    code: 'duplicate-key',
    message: say`${shortened(String(key.value))}: this key is written twice; the first value would be lost.`,
    range: range(key),
  }));
  return {
    uri,
    text,
    value: root && readValue(root),
    root,
    lineStarts,
    findings: [...syntax, ...repeated].map((fault) => ({
      ...fault,
      severity: 'error',
      uri,
      related: [],
      fixes: [],
      origin: 'syntax',
    })),
    readableUntil: first?.offset ?? Number.POSITIVE_INFINITY,
  };
}

/** Where a path is written in the file; undefined when it is not. */
export function rangeOf(
  document: ConfigDocument,
  path: ConfigPath,
  target: 'key' | 'value' = 'value',
): TextRange | undefined {
  const node = nodeAt(document.root, path);
  const key = node?.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  const marked = target === 'key' ? (key ?? node) : node;
  return marked && rangeBetween(document.lineStarts, marked.offset, marked.offset + marked.length);
}

/** The first character of the config: where a finding goes that belongs to no written key. */
export function startOf(document: ConfigDocument): TextRange {
  const offset = document.root?.offset ?? 0;
  return rangeBetween(document.lineStarts, offset, Math.min(offset + 1, document.text.length));
}

export function nodeAt(root: Node | undefined, path: ConfigPath): Node | undefined {
  let node = root;
  for (const step of path) {
    if (node?.type === 'array') node = typeof step === 'number' ? node.children?.[step] : undefined;
    else if (node?.type === 'object') node = propertyOf(node, step)?.value;
    else return undefined;
  }
  return node;
}

interface Property {
  key: Node;
  value: Node | undefined;
}

/** The properties of objects by name, once somebody has asked: there may be as many questions as properties. */
const propertiesByName = new WeakMap<Node, ReadonlyMap<unknown, Property>>();

/** Of a key written twice the last one counts, as in `JSON.parse`. */
function propertyOf(node: Node, name: unknown): Property | undefined {
  let byName = propertiesByName.get(node);
  if (byName === undefined) {
    byName = new Map(propertiesOf(node).map((property) => [property.key.value, property]));
    propertiesByName.set(node, byName);
  }
  return byName.get(name);
}

function propertiesOf(node: Node): Property[] {
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) => (key ? [{ key, value }] : []));
}

/**
 * The value of a node as `JSON.parse` would give it. The parser's own `getNodeValue` assigns keys, so that a file
 * with a key `__proto__` would change the prototype of what it returns; `fromEntries` defines them instead.
 */
function readValue(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(readValue);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    propertiesOf(node).flatMap(({ key, value }) => (value ? [[key.value as string, readValue(value)]] : [])),
  );
}

function duplicateKeys(node: Node): Node[] {
  const children = (node.children ?? []).flatMap(duplicateKeys);
  if (node.type !== 'object') return children;
  const seen = new Set<unknown>();
  const repeated = propertiesOf(node)
    .map(({ key }) => key)
    .filter(({ value }) => seen.has(value) || !seen.add(value));
  return [...repeated, ...children];
}

interface SyntaxFault {
  offset: number;
  length: number;
  code: string;
}

/** Far more than 10,000 layers or measured curves for all of them take. */
const LONGEST_TEXT = 16_000_000;
const TOO_LONG = { root: undefined, errors: [{ offset: 0, length: 1, code: 'TooLong' }] };
/** Far more than any config needs, and little enough for functions that call themselves. */
const DEEPEST_NESTING = 100;
const TOO_DEEP = { root: undefined, errors: [{ offset: 0, length: 1, code: 'TooDeep' }] };

function isDeeperThan(levels: number, root: Node): boolean {
  let row: readonly Node[] = [root];
  for (let level = 0; row.length > 0; level++) {
    if (level > 2 * levels) return true; // a property is a node of its own between an object and a value
    row = row.flatMap(({ children }) => children ?? []);
  }
  return false;
}

function parseTolerantly(text: string): { root: Node | undefined; errors: SyntaxFault[] } {
  if (text.length > LONGEST_TEXT) return TOO_LONG;
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
    if (root !== undefined && isDeeperThan(DEEPEST_NESTING, root)) return TOO_DEEP;
    return { root, errors: errors.map(({ error, ...place }) => ({ ...place, code: printParseErrorCode(error) })) };
  } catch (error) {
    // The parser recurses into each bracket; thousands of them exhaust the stack.
    if (error instanceof RangeError) return TOO_DEEP;
    throw error;
  }
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'Expected a key in double quotes.',
  ValueExpected: 'Expected a value.',
  ColonExpected: 'Expected a colon after the key.',
  CommaExpected: 'Expected a comma before this.',
  CloseBraceExpected: 'Expected a closing brace.',
  CloseBracketExpected: 'Expected a closing bracket.',
  EndOfFileExpected: 'Expected nothing after the config.',
  UnexpectedEndOfComment: 'This comment is not closed.',
  UnexpectedEndOfString: 'This text is not closed; expected a double quote.',
  UnexpectedEndOfNumber: 'This number is not complete.',
  InvalidUnicode: 'Expected four hexadecimal digits after \\u.',
  InvalidEscapeCharacter: 'This escape is not known; write \\\\ for a backslash.',
  InvalidCharacter: 'Text cannot hold a control character; write it as an escape such as \\t.',
  TooDeep: 'This file is nested too deeply to be a config.',
};

function explain({ code, offset, length }: SyntaxFault, text: string): string {
  if (code === 'TooLong') return say`This file has more than the ${LONGEST_TEXT} characters that are read.`;
  const found = text.slice(offset, offset + Math.min(length, 40));
  const explanation = EXPLANATIONS[code];
  return explanation === undefined
    ? say`'${found}' is not JSON; text goes in double quotes.`
    : translationOf(explanation);
}
