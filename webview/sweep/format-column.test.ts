import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { type Dimension, parseQuantity } from '../../src/config/quantity.ts';
import type { ParameterColumn } from '../../src/exploration/columns.ts';
import { formatByDimension, tickText } from './format-column.ts';

/** Values that designs have, in SI units. */
const RANGES: Readonly<Record<Dimension, readonly [least: number, most: number]>> = {
  size: [1, 1e13],
  bandwidth: [1e6, 1e13],
  time: [1e-9, 100],
  frequency: [1e6, 1e11],
  'compute-rate': [1e9, 1e16],
  length: [1e-9, 1e-2],
  area: [1e-7, 1e-3],
  energy: [1e-3, 1e5],
  'energy-per-bit': [1e-15, 1e-8],
  'energy-per-flop': [1e-15, 1e-8],
  power: [1e-3, 1e5],
};
const DIMENSIONS = Object.keys(RANGES) as Dimension[];

before(() => {
  // Numbers are written in the language of the page.
  Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });
});

function column(dimension: ParameterColumn['dimension'], written: ParameterColumn['written'] = []): ParameterColumn {
  return {
    kind: 'parameter',
    key: 'dma.buffer',
    dimension,
    written,
    indices: Uint32Array.of(),
    values: Float64Array.of(),
  };
}

/** What the text says to whoever reads configs. */
function read(text: string): { value: number; dimension: Dimension } {
  const parsed = parseQuantity(text.replaceAll(',', '').replace('\u00a0', ' '));
  assert.ok(parsed.kind === 'quantity', text);
  return parsed;
}

test('a value reads as what it is: in its dimension, with two digits at least, more on an axis', () => {
  fc.assert(
    fc.property(fc.constantFrom(...DIMENSIONS), fc.double({ min: 0, max: 1, noNaN: true }), (dimension, share) => {
      const [least, most] = RANGES[dimension];
      const si = least * (most / least) ** share;
      for (const [text, error] of [
        [formatByDimension(dimension, si), 0.05],
        [tickText(column(dimension), si), 5e-5],
      ] as const) {
        const shown = read(text);
        assert.equal(shown.dimension, dimension);
        assert.ok(Math.abs(shown.value / si - 1) <= error, `${si} as ${text}`);
      }
    }),
    { seed: 20180224, numRuns: 1000 },
  );
});

test('units are those that people use', () => {
  const shown = (dimension: Dimension, value: number) => formatByDimension(dimension, value).replace('\u00a0', ' ');
  assert.equal(shown('size', 70e3), '70 KB');
  assert.equal(shown('size', 12.5e9), '12.5 GB');
  assert.equal(shown('bandwidth', 12.8e9), '12.8 GB/s');
  assert.equal(shown('time', 0.42), '420 ms');
  assert.equal(shown('area', 1.5e-6), '1.5 mm²');
  assert.equal(shown('area', 0.06e-6), '0.06 mm²');
  assert.equal(shown('area', 0), '0 mm²');
  assert.equal(formatByDimension('number', 2.604), '2.6');
  assert.equal(formatByDimension('energy', Number.NaN), '–');
});

test('ticks tell neighbours apart, and name the words of a choice', () => {
  assert.equal(tickText(column('number'), 1.40000000001), '1.4');
  assert.equal(tickText(column('size'), 799.4e6).replace('\u00a0', ' '), '799.4 MB');
  assert.equal(tickText(column('choice', ['zvc', 'rle']), 1), 'rle');
  assert.equal(tickText(column('choice', [false, true]), 0), 'false');
});
