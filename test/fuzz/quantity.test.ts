/** Quantities as anyone may write them: `parseQuantity` is total, and inverts `writeQuantity`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Dimension,
  findUnit,
  formatQuantity,
  formatQuantityAtLeast,
  formatQuantityAtMost,
  parseQuantity,
  UNITS,
  writeQuantity,
} from '../../src/config/quantity.ts';
import { checkQuantity } from '../../src/config/quantity-rule.ts';
import { fuzz } from './fuzz.ts';
import { hostileText } from './hostile.ts';

const CASES = 4000;
const DIMENSIONS: readonly Dimension[] = [...new Set(UNITS.map(({ dimension }) => dimension))];
const SYMBOLS = UNITS.map(({ symbol }) => symbol);

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 40 });
const exponent = fc.oneof(
  fc.constant(''),
  fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-', 'e--'), digits).map(([e, power]) => e + power),
);
/** Text that is almost a quantity, or is one. */
const nearlyQuantity = fc
  .tuple(
    fc.constantFrom('', '', '-', '+', '.'),
    digits,
    fc.oneof(
      fc.constant(''),
      digits.map((text) => `.${text}`),
    ),
    exponent,
    fc.constantFrom('', ' ', '  ', '\t', '\u00a0'),
    fc.oneof(
      fc.constantFrom(...SYMBOLS, 'kB', 'µs', 'μm', 'mm²', 'Gb/s', 'GBps', 'FLOPS', ''),
      fc.string({ maxLength: 6 }),
    ),
  )
  .map((parts) => parts.join(''));

test('any text is a quantity that is a number, or what is wrong with it', async (t) => {
  const rules = DIMENSIONS.map((dimension) => ({ dimension, ...limitsOf(dimension), example: '1' }));
  await fuzz(t, fc.tuple(fc.oneof(nearlyQuantity, hostileText), fc.constantFrom(...rules)), CASES, ([text, rule]) => {
    const parsed = parseQuantity(text);
    if (parsed.kind === 'quantity') {
      assert.ok(parsed.value >= 0, `${parsed.value}`); // infinity is one; NaN would pass every check of a range
      assert.ok(DIMENSIONS.includes(parsed.dimension));
    }
    const checked = checkQuantity(text, rule);
    if ('value' in checked) {
      assert.ok(checked.value >= valueIn(rule.minimum) && checked.value <= valueIn(rule.maximum), `${checked.value}`);
      return;
    }
    assert.ok(checked.problem.length < 400, checked.problem);
    if (checked.suggestion === undefined) return;
    const suggested = parseQuantity(checked.suggestion);
    assert.ok(suggested.kind === 'quantity' && suggested.dimension === rule.dimension, checked.suggestion);
  });
});

test('what is written is read as the same value, to the last bit', async (t) => {
  const value = fc.double({ min: 0, max: 1e300, noNaN: true });
  await fuzz(t, fc.tuple(value, fc.constantFrom(...DIMENSIONS)), CASES, ([value, dimension]) => {
    const text = writeQuantity(value, dimension);
    assert.deepEqual(parseQuantity(text), { kind: 'quantity', value: Math.abs(value), dimension }, text);
  });
});

test('rounded texts are near their value, and on the side that they promise', async (t) => {
  const value = fc.double({ min: 1e-20, max: 1e20, noNaN: true });
  await fuzz(t, fc.tuple(value, fc.constantFrom(...DIMENSIONS), fc.integer({ min: 1, max: 6 })), CASES, (input) => {
    const [exact, dimension, shown] = input;
    const whole = dimension === 'size' ? Math.ceil(exact) : exact;
    const least = valueIn(formatQuantityAtLeast(exact, dimension, shown));
    const most = valueIn(formatQuantityAtMost(exact, dimension, shown));
    const step = 10 ** (1 - shown) * (1 + 1e-9);
    assert.ok(least >= exact && least <= whole * (1 + step), `${least}`);
    assert.ok(most <= exact && most >= exact * (1 - step), `${most}`);
    const rounded = valueIn(formatQuantity(exact, dimension, shown));
    assert.ok(Math.abs(rounded - exact) <= exact * step, `${rounded}`);
  });
});

test('a long text takes no longer than reading it', async (t) => {
  const character = fc.constantFrom('1', '0', '.', 'e', '-', '+', ' ', 'K', 'B', '/', 'µ', '\u00b2', '1.', '1e', '1 ');
  const long = fc.tuple(fc.string({ maxLength: 5 }), character, fc.string({ maxLength: 5 }));
  await fuzz(t, long, 100, ([start, middle, end]) => {
    const text = start + middle.repeat(100_000) + end;
    const from = performance.now();
    parseQuantity(text);
    findUnit(text);
    checkQuantity(text, { dimension: 'size', ...limitsOf('size'), example: '1 KB' });
    assert.ok(performance.now() - from < 1000, 'took more than a second');
  });
});

function limitsOf(dimension: Dimension): { minimum: string; maximum: string } {
  const symbol = UNITS.find((unit) => unit.dimension === dimension)?.symbol ?? '';
  return { minimum: `1 ${symbol}`, maximum: `1e6 ${symbol}` };
}

function valueIn(text: string): number {
  const parsed = parseQuantity(text);
  assert.equal(parsed.kind, 'quantity', text);
  return parsed.kind === 'quantity' ? parsed.value : Number.NaN;
}
