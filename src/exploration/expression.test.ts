import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Expression, evaluate, namesOf, parseExpression, type Value } from './expression.ts';

function parsed(text: string): Expression {
  const result = parseExpression(text);
  assert.ok('expression' in result, `${text}: ${JSON.stringify(result)}`);
  return result.expression;
}

const values: Readonly<Record<string, Value>> = { a: 3, 'dma.buffer': 70e3, 'dma.codec': 'zvc', ok: true };
const lookUp = (name: string): Value => values[name] ?? Number.NaN;

for (const [text, expected] of [
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['8 / 4 / 2', 1],
  ['8 - 4 - 2', 2],
  ['-a * 2', -6],
  ['1 < 2 && 2 < 1 || true', true],
  ['1 + 1 == 2', true],
  ['dma.buffer >= 70 KB', true],
  ['dma.buffer >= 70KiB', false],
  ["dma.buffer == '70 KB'", true],
  ['dma.buffer / 350 ns > 199 GB/s', true],
  ['12.8 GB/s * 2', 25.6e9],
  ["dma.codec == 'zvc'", true],
  ["dma.codec != 'rle'", true],
  ['dma.codec > 1', false],
  ['!ok', false],
  ['min(a, 2, 5) + max(1, a) + abs(-1) + sqrt(4) + log2(8)', 11],
  ['2 s', 2],
] as const) {
  test(`${text} is ${expected}`, () => assert.equal(evaluate(parsed(text), lookUp), expected));
}

for (const [text, column] of [
  ['', 0],
  ['1 +', 3],
  ['(1', 2],
  ['1 2', 2],
  ['a = 1', 2],
  ['eval(1)', 0],
  ['constructor(1)', 0],
  ['a.b.', 3],
  ['"text"', 0],
  [`${'('.repeat(200)}1${')'.repeat(200)}`, 65],
  ['-'.repeat(200), 66],
] as const) {
  test(`${text.slice(0, 20)} is refused at column ${column}`, () => {
    const result = parseExpression(text);
    assert.ok('fault' in result, JSON.stringify(result));
    assert.equal(result.column, column);
  });
}

test('names are found once each', () => {
  assert.deepEqual(namesOf(parsed('a * dma.buffer > max(a, b.c)')), ['a', 'dma.buffer', 'b.c']);
});

test('arithmetic and comparisons are those of JavaScript', () => {
  const number = fc.integer({ min: 0, max: 50 }).map(String);
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      number,
      fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/'), tie('tree')).map(([a, o, b]) => `(${a} ${o} ${b})`),
      fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*'), tie('tree')).map(([a, o, b]) => `${a} ${o} ${b}`),
    ),
  }));
  fc.assert(
    fc.property(tree, fc.constantFrom('<', '<=', '>', '>='), tree, (a, comparison, b) => {
      const oracle = (text: string): unknown => Function(`return ${text}`)();
      assert.ok(Object.is(evaluate(parsed(a), lookUp), oracle(a)));
      const both = `${a} ${comparison} ${b}`;
      assert.equal(evaluate(parsed(both), lookUp), oracle(both));
    }),
    { seed: 5 },
  );
});

test('any text is read or refused, and never runs', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const result = parseExpression(text);
      if ('expression' in result) evaluate(result.expression, lookUp);
      else assert.ok(result.column >= 0 && result.column <= text.length);
    }),
    { seed: 6 },
  );
});
