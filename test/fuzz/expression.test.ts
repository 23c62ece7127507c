/** Constraints as anyone may write them: each is an expression or a fault with its place, and has a value at any point. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UNITS } from '../../src/config/quantity.ts';
import { evaluate, namesOf, parseExpression, type Value } from '../../src/exploration/expression.ts';
import { fuzz } from './fuzz.ts';
import { HOSTILE_KEYS, hostileText } from './hostile.ts';

const CASES = 4000;

const token = fc.oneof(
  fc.constantFrom(
    '+',
    '-',
    '*',
    '/',
    '<',
    '<=',
    '>',
    '>=',
    '==',
    '!=',
    '&&',
    '||',
    '!',
    '(',
    ')',
    ',',
    "'",
    '=',
    '&',
    '.',
  ),
  fc.constantFrom(
    'min',
    'max',
    'abs',
    'sqrt',
    'log2',
    'true',
    'false',
    'min(',
    'abs(',
    'dma.buffer',
    'speedupOverVdnn',
  ),
  fc.constantFrom(
    '70 KB',
    "'zvc'",
    '1',
    '0',
    '1e999',
    '1e1000000000000000000000 GB',
    '0.5',
    '1 GB/s',
    ' ',
    '\t',
    '\u00a0',
  ),
  fc.constantFrom(...UNITS.map(({ symbol }) => symbol)),
  fc.constantFrom(...HOSTILE_KEYS),
  hostileText,
);
const tokens = fc.array(token, { maxLength: 40 }).map((parts) => parts.join(''));

const name = fc.constantFrom('a', 'dma.buffer', 'constructor', '__proto__', 'toString', 'a.__proto__');
/** Expressions that are right, so that what they give is looked at, too. */
const { right } = fc.letrec<{ right: string }>((tie) => ({
  right: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(name, fc.constantFrom('1', '70 KB', "'zvc'", 'true', 'false', '0', '1e999')),
    fc
      .tuple(
        tie('right'),
        fc.constantFrom('+', '-', '*', '/', '<', '<=', '>', '>=', '==', '!=', '&&', '||'),
        tie('right'),
      )
      .map(([left, operator, other]) => `(${left} ${operator} ${other})`),
    fc.tuple(fc.constantFrom('-', '!'), tie('right')).map(([operator, operand]) => `${operator}${operand}`),
    fc
      .tuple(fc.constantFrom('min', 'max', 'abs', 'sqrt', 'log2'), tie('right'), tie('right'))
      .map(([call, one, other]) => `${call}(${one}, ${other})`),
  ),
}));

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.double(),
  fc.boolean(),
  fc.string(),
  fc.constantFrom(Number.NaN, -0, Number.POSITIVE_INFINITY, 'NaN'),
);

test('any text is an expression that has a value, or a fault at a column of the text', async (t) => {
  const texts = fc.oneof(tokens, right, hostileText);
  await fuzz(t, fc.tuple(texts, fc.array(value, { minLength: 1, maxLength: 3 })), CASES, ([text, values]) => {
    const parsed = parseExpression(text);
    if ('fault' in parsed) {
      assert.ok(parsed.fault.length > 0 && parsed.fault.length < 400);
      assert.ok(
        Number.isInteger(parsed.column) && parsed.column >= 0 && parsed.column <= text.length,
        `${parsed.column}`,
      );
      return;
    }
    const names = namesOf(parsed.expression);
    assert.equal(new Set(names).size, names.length);
    for (const found of names) assert.ok(text.includes(found), found);
    let asked = 0;
    const result = evaluate(parsed.expression, (wanted) => {
      assert.ok(names.includes(wanted), wanted);
      return values[asked++ % values.length] ?? 0;
    });
    assert.ok(['number', 'boolean', 'string'].includes(typeof result), typeof result);
  });
});

test('a right expression is read as what JavaScript makes of it', async (t) => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const { sum } = fc.letrec<{ sum: string }>((tie) => ({
    sum: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom('a', 'b', '2', '0.5'),
      fc.tuple(tie('sum'), fc.constantFrom(' + ', ' - ', ' * ', ' / '), tie('sum')).map((parts) => parts.join('')),
      tie('sum').map((inner) => `(${inner})`),
    ),
  }));
  await fuzz(t, fc.tuple(sum, number, number), CASES / 4, ([text, a, b]) => {
    const parsed = parseExpression(text);
    assert.ok('expression' in parsed || text.length > 1000, text);
    if ('fault' in parsed) return;
    const expected: unknown = new Function('a', 'b', `return ${text}`)(a, b);
    assert.equal(
      evaluate(parsed.expression, (wanted) => (wanted === 'a' ? a : b)),
      expected,
      text,
    );
  });
});

const NESTED: readonly (readonly [what: string, text: string])[] = [
  ['parentheses', `${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
  ['parentheses that stay open', '('.repeat(100_000)],
  ['parentheses within what is read', '('.repeat(999)],
  ['minus signs', '-'.repeat(999)],
  ['exclamation marks', `${'!'.repeat(900)}true`],
  ['calls', `${'min('.repeat(240)}1`],
  ['signs and parentheses', '-('.repeat(499)],
];
for (const [what, text] of NESTED) {
  test(`${what} without end are a fault`, () => {
    const parsed = parseExpression(text);
    assert.ok('fault' in parsed);
    assert.ok(parsed.column <= text.length);
  });
}

test('a long row of operators is no nesting, and has a value', () => {
  const parsed = parseExpression(Array<string>(500).fill('1').join('+'));
  assert.ok('expression' in parsed);
  assert.equal(
    evaluate(parsed.expression, () => 0),
    500,
  );
});
