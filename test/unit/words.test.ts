/** Every text for users has its translation, and is looked up only once the language is known. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { wordsOfCode } from '../../scripts/dictionaries.ts';
import { keyOf } from '../../src/words.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KOREAN = await wordsOfCode();

/** A text in the code: the key of a say`...` template, or the string given to `translationOf`. */
interface Text {
  key: string;
  /** `file:line`. */
  place: string;
  /** Whether a module says it while it loads, before anybody has chosen a language. */
  isEarly: boolean;
}

const sources = sourceFiles().map((file) =>
  ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true),
);
const texts = sources.flatMap(textsOf);

test('the code has texts', () => {
  assert.ok(texts.length > 100, `${texts.length} found`);
});

test('every text has a translation', () => {
  const missing = texts.filter(({ key }) => !Object.hasOwn(KOREAN, key));
  assertNone(missing.map(({ key, place }) => `${JSON.stringify(key)}  (${place})`));
});

test('a translation has the placeholders of its text, no more and no less', () => {
  const unlike = Object.entries(KOREAN).filter(([key, text]) => placeholdersOf(key) !== placeholdersOf(text));
  assertNone(unlike.map(([key, text]) => `${JSON.stringify(key)}: ${JSON.stringify(text)}`));
});

test('every translation is of a text in the code', () => {
  // A text that is data is a string somewhere, and reaches `translationOf` as a value.
  const known = new Set([...texts.map(({ key }) => key), ...sources.flatMap(stringsOf)]);
  assertNone(Object.keys(KOREAN).filter((key) => !known.has(key)));
});

test('no text is said while a module loads', () => {
  assertNone(texts.filter(({ isEarly }) => isEarly).map(({ key, place }) => `${place}: ${key}`));
});

function textsOf(source: ts.SourceFile): Text[] {
  return nodesOf(source).flatMap((node) => {
    const key = keyAt(node);
    if (key === undefined) return [];
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    return [{ key, place: `${source.fileName}:${line + 1}`, isEarly: !isDeferred(node) }];
  });
}

function keyAt(node: ts.Node): string | undefined {
  if (ts.isTaggedTemplateExpression(node) && isNamed(node.tag, 'say')) {
    const { template } = node;
    if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
    return keyOf([template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)]);
  }
  if (!ts.isCallExpression(node) || !isNamed(node.expression, 'translationOf')) return undefined;
  const [text] = node.arguments;
  return text !== undefined && ts.isStringLiteralLike(text) ? text.text : undefined;
}

/** Whether a node runs later than its module: in a function, or as a class makes an instance. */
function isDeferred(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at)) return true;
    if (ts.isPropertyDeclaration(at) && !at.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)) {
      return true;
    }
  }
  return false;
}

function isNamed(expression: ts.Expression, name: string): boolean {
  return ts.isIdentifier(expression) && expression.text === name;
}

function stringsOf(source: ts.SourceFile): string[] {
  return nodesOf(source).flatMap((node) => (ts.isStringLiteralLike(node) ? [node.text] : []));
}

function nodesOf(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return nodes;
}

function placeholdersOf(text: string): string {
  return [...new Set(text.match(/\{\d+\}/g))].sort().join();
}

/** A failure has one item a line, to be worked through from top to bottom. */
function assertNone(items: readonly string[]): void {
  assert.ok(items.length === 0, `${items.length}:\n${items.join('\n')}`);
}

function sourceFiles(): string[] {
  return ['webview', 'protocol', 'extension', 'cli', 'src'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts'))
      .filter((name) => !name.startsWith('src/generated/'))
      .sort(),
  );
}
