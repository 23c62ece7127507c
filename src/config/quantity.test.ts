import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Dimension, formatQuantity, formatQuantityAtLeast, parseQuantity, writeQuantity } from './quantity.ts';
import { checkQuantity, type QuantityRule } from './quantity-rule.ts';

const DIMENSIONS: readonly Dimension[] = [
  'size',
  'bandwidth',
  'time',
  'frequency',
  'compute-rate',
  'length',
  'area',
  'energy-per-bit',
  'energy-per-flop',
  'power',
];

const WELL_FORMED: readonly [text: string, value: number, dimension: Dimension][] = [
  ['12.8 GB/s', 12.8e9, 'bandwidth'],
  ['12.8GB/s', 12.8e9, 'bandwidth'],
  ['1 GiB/s', 2 ** 30, 'bandwidth'],
  ['70 KB', 70_000, 'size'],
  ['70 kB', 70_000, 'size'],
  ['1 KiB', 1024, 'size'],
  ['0 B', 0, 'size'],
  ['1e3 B', 1000, 'size'],
  ['350 ns', 350e-9, 'time'],
  ['2 \u00b5s', 2e-6, 'time'],
  ['2 \u03bcs', 2e-6, 'time'],
  ['1.075 GHz', 1.075e9, 'frequency'],
  ['7 TFLOP/s', 7e12, 'compute-rate'],
  ['28 nm', 28e-9, 'length'],
  ['0.127 um2', 0.127e-12, 'area'],
  ['0.127 \u00b5m\u00b2', 0.127e-12, 'area'],
  ['0.2 mm2', 0.2e-6, 'area'],
  ['14 pJ/bit', 14e-12, 'energy-per-bit'],
  ['22 pJ/FLOP', 22e-12, 'energy-per-flop'],
  ['85 W', 85, 'power'],
];

for (const [text, value, dimension] of WELL_FORMED) {
  test(`reads ${text}`, () => assert.deepEqual(parseQuantity(text), { kind: 'quantity', value, dimension }));
}

const NOT_QUANTITIES = [
  '',
  'GB/s',
  'NaN KB',
  'Infinity B',
  '1,5 KB',
  '.5 KB',
  '5. KB',
  '+1 KB',
  '1  KB',
  ' 1 KB',
  '1 KB ',
  '\u0661 KB',
];
for (const text of NOT_QUANTITIES) {
  test(`refuses ${JSON.stringify(text)}`, () => assert.deepEqual(parseQuantity(text), { kind: 'not-a-quantity' }));
}

const SIZE: QuantityRule = {
  dimension: 'size',
  minimum: '64 B',
  maximum: '1 MiB',
  multipleOf: '4 B',
  example: '70 KB',
};
const RATE: QuantityRule = { dimension: 'bandwidth', minimum: '1 MB/s', maximum: '100 TB/s', example: '12.8 GB/s' };
const COMPUTE: QuantityRule = {
  dimension: 'compute-rate',
  minimum: '1 GFLOP/s',
  maximum: '1 PFLOP/s',
  example: '7 TFLOP/s',
};

const CELL: QuantityRule = { dimension: 'area', minimum: '0.001 um2', maximum: '10 um2', example: '0.127 um2' };
const PER_BIT: QuantityRule = {
  dimension: 'energy-per-bit',
  minimum: '0 J/bit',
  maximum: '1 nJ/bit',
  example: '14 pJ/bit',
};

const PROBLEMS: readonly [text: string, rule: QuantityRule, problem: string, suggestion?: string][] = [
  ['70 ns', SIZE, `'70 ns' is a time; expected a size such as "70 KB".`],
  ['70', SIZE, `'70' has no unit; expected a size such as "70 KB".`],
  ['-70 KB', SIZE, `'-70 KB' is negative; expected a size such as "70 KB".`],
  ['NaN KB', SIZE, `'NaN KB' is not a number with a unit; expected a size such as "70 KB".`],
  ['70 kb', SIZE, `'70 kb' has the unknown unit 'kb'; expected a size such as "70 KB".`, '70 KB'],
  ['70 parsec', SIZE, `'70 parsec' has the unknown unit 'parsec'; expected a size such as "70 KB".`],
  ['0x10 KB', SIZE, `'0x10 KB' is not a number with a unit; expected a size such as "70 KB".`],
  ['0 KB', SIZE, `'0 KB' is zero; expected at least "64 B".`],
  ['63 B', SIZE, `'63 B' is too small; expected at least "64 B".`],
  ['1e999 KB', SIZE, `'1e999 KB' is too large; expected at most "1 MiB".`],
  ['100.5 B', SIZE, `'100.5 B' is not a whole number of bytes.`],
  ['66 B', SIZE, `'66 B' is not a multiple of 4 B.`],
  ['100 Gb/s', RATE, `'100 Gb/s' counts bits; expected a bandwidth such as "12.8 GB/s".`, '12.5 GB/s'],
  ['100 Gbps', RATE, `'100 Gbps' counts bits; expected a bandwidth such as "12.8 GB/s".`, '12.5 GB/s'],
  ['12.8 GB', RATE, `'12.8 GB' is a size; expected a bandwidth such as "12.8 GB/s".`],
  ['12.8 GBs', RATE, `'12.8 GBs' has the unknown unit 'GBs'; expected a bandwidth such as "12.8 GB/s".`, '12.8 GB/s'],
  [
    '7 TFLOPS',
    COMPUTE,
    `'7 TFLOPS' has the unknown unit 'TFLOPS'; expected a compute rate such as "7 TFLOP/s".`,
    '7 TFLOP/s',
  ],
  ['28 nm', CELL, `'28 nm' is a length; expected an area such as "0.127 um2".`],
  ['0.127 um', CELL, `'0.127 um' is a length; expected an area such as "0.127 um2".`],
  ['0.127 mm2', CELL, `'0.127 mm2' is too large; expected at most "10 um2".`],
  [
    '14 PJ/bit',
    PER_BIT,
    `'14 PJ/bit' has the unknown unit 'PJ/bit'; expected an energy per bit such as "14 pJ/bit".`,
    '14 pJ/bit',
  ],
  ['22 pJ/FLOP', PER_BIT, `'22 pJ/FLOP' is an energy per FLOP; expected an energy per bit such as "14 pJ/bit".`],
  ['85 W', PER_BIT, `'85 W' is a power; expected an energy per bit such as "14 pJ/bit".`],
];

for (const [text, rule, problem, suggestion] of PROBLEMS) {
  test(`explains ${text}`, () => {
    assert.deepEqual(checkQuantity(text, rule), suggestion === undefined ? { problem } : { problem, suggestion });
  });
}

test('what is written for a file is read back to the same value', () => {
  const positive = fc.double({ min: 1e-15, max: 1e20, noNaN: true });
  fc.assert(
    fc.property(positive, fc.constantFrom(...DIMENSIONS), (value, dimension) => {
      assert.deepEqual(parseQuantity(writeQuantity(value, dimension)), { kind: 'quantity', value, dimension });
    }),
  );
});

test('whole bytes are written and read back to the same value', () => {
  fc.assert(
    fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (value) => {
      assert.deepEqual(parseQuantity(writeQuantity(value, 'size')), { kind: 'quantity', value, dimension: 'size' });
    }),
  );
});

test('a value rounded up is not below its bound and at most one part in a hundred above', () => {
  const positive = fc.double({ min: 1, max: 1e18, noNaN: true });
  fc.assert(
    fc.property(positive, fc.constantFrom(...DIMENSIONS), (bound, dimension) => {
      const parsed = parseQuantity(formatQuantityAtLeast(bound, dimension));
      assert.ok(parsed.kind === 'quantity' && parsed.value >= bound);
      assert.ok(parsed.value <= (dimension === 'size' ? Math.ceil(bound) : bound) * 1.01);
    }),
  );
});

test('values are printed in the unit a person would choose', () => {
  assert.equal(formatQuantity(15.7538461e9, 'bandwidth'), '15.75 GB/s');
  assert.equal(formatQuantity(4096, 'size'), '4 KiB');
  assert.equal(formatQuantity(70_000, 'size'), '70 KB');
  assert.equal(formatQuantity(350e-9, 'time'), '350 ns');
  assert.equal(formatQuantity(0, 'time'), '0 s');
  assert.equal(formatQuantity(0.06e-6, 'area'), '0.06 mm2');
  assert.equal(formatQuantity(0.127e-12, 'area'), '0.127 um2');
  assert.equal(formatQuantity(3.9e-12, 'energy-per-bit'), '3.9 pJ/bit');
  assert.equal(formatQuantityAtLeast(176.64e9, 'bandwidth'), '177 GB/s');
  assert.equal(formatQuantityAtLeast(70_000, 'size'), '70 KB');
  assert.equal(formatQuantityAtLeast(2.2, 'size'), '3 B');
});
