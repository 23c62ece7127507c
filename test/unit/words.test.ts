/** Every text for users has its translation, and is looked up only once the language is known. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Expression, parseSync, Visitor, type VisitorObject } from 'oxc-parser';
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

const texts: Text[] = [];
/** All strings of the code: a text that is data is one of them, and reaches `translationOf` as a value. */
const strings = new Set<string>();
for (const file of sourceFiles()) read(file);

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
  const known = new Set([...texts.map(({ key }) => key), ...strings]);
  assertNone(Object.keys(KOREAN).filter((key) => !known.has(key)));
});

test('no text is said while a module loads', () => {
  assertNone(texts.filter(({ isEarly }) => isEarly).map(({ key, place }) => `${place}: ${key}`));
});

/** Adds the texts and the strings of one source. */
function read(file: string): void {
  const code = readFileSync(path.join(ROOT, file), 'utf8');
  const { program, errors } = parseSync(file, code);
  assert.deepEqual(errors, [], file);
  /** How many functions and fields of instances are around: what they hold runs later than the module. */
  let deferred = 0;
  const add = (key: string, start: number): void => {
    texts.push({ key, place: `${file}:${code.slice(0, start).split('\n').length}`, isEarly: deferred === 0 });
  };
  const enter = (): void => {
    deferred++;
  };
  const leave = (): void => {
    deferred--;
  };
  const visitor: VisitorObject = {
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    PropertyDefinition: (field) => (field.static ? undefined : enter()),
    'PropertyDefinition:exit': (field) => (field.static ? undefined : leave()),
    TaggedTemplateExpression: ({ tag, quasi, start }) => {
      if (isNamed(tag, 'say')) add(keyOf(quasi.quasis.map(({ value }) => value.cooked ?? value.raw)), start);
    },
    CallExpression: ({ callee, arguments: [text], start }) => {
      if (isNamed(callee, 'translationOf') && text?.type === 'Literal' && typeof text.value === 'string')
        add(text.value, start);
    },
    Literal: ({ value }) => {
      if (typeof value === 'string') strings.add(value);
    },
    TemplateLiteral: ({ quasis: [only, ...more] }) => {
      if (only !== undefined && more.length === 0) strings.add(only.value.cooked ?? only.value.raw);
    },
  };
  new Visitor(visitor).visit(program);
}

function isNamed(expression: Expression, name: string): boolean {
  return expression.type === 'Identifier' && expression.name === name;
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
