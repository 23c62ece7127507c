import { type Costs, firstRows } from './costs.ts';

/** Fewer rows than this are sorted by comparing them: the counters of the radix sort would cost more. */
const LEAST_RADIX_ROWS = 600;
/** Digits of a 32-bit word from the least significant one: eleven, eleven and ten bits. */
const DIGIT_SHIFTS = [0, 11, 22] as const;
const DIGIT_VALUES = 1 << 11;
const DIGIT_MASK = DIGIT_VALUES - 1;
/** Which of the two words of a double holds its sign: 1 where the machine is little-endian. */
const SIGN_WORD = new Uint32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1;

/**
 * `rows` by ascending value; equal values keep their order, and no value may be NaN. A radix sort of the doubles' bits
 * (Knuth 1998, "The Art of Computer Programming", volume 3, section 5.2.5), since comparing costs a call for each pair.
 */
export function rowsAscending(values: Float64Array, rows: Uint32Array): Uint32Array {
  if (rows.length < LEAST_RADIX_ROWS) {
    return rows.slice().sort((a, b) => (values[a] < values[b] ? -1 : Number(values[a] > values[b])));
  }
  const keys = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place++) keys[place] = values[rows[place]] + 0; // no negative zero
  const words = new Uint32Array(keys.buffer);
  let sorted: Keys = { low: new Uint32Array(rows.length), high: new Uint32Array(rows.length), rows: rows.slice() };
  let spare: Keys = { low: new Uint32Array(rows.length), high: new Uint32Array(rows.length), rows: rows.slice() };
  for (let place = 0; place < rows.length; place++) {
    // As unsigned numbers, words of negative doubles descend and come behind the positive ones.
    const high = words[2 * place + SIGN_WORD];
    const isNegative = high >>> 31 === 1;
    sorted.high[place] = high ^ (isNegative ? 0xffffffff : 0x80000000);
    sorted.low[place] = words[2 * place + 1 - SIGN_WORD] ^ (isNegative ? 0xffffffff : 0);
  }
  for (const word of ['low', 'high'] as const) {
    for (const shift of DIGIT_SHIFTS) {
      if (scatter(sorted, spare, word, shift)) [sorted, spare] = [spare, sorted];
    }
  }
  return sorted.rows;
}

/** `rows` by the first column, equal ones by the second, and so on: nothing comes before what dominates it. */
export function rowsLexicographic(costs: Costs, rows: Uint32Array): Uint32Array {
  return costs.reduceRight((order, column) => rowsAscending(column, order), rows);
}

/** The place of each value among the distinct values, from 0; no value may be NaN. */
export function denseRanks(values: Float64Array): Uint32Array {
  const ranks = new Uint32Array(values.length);
  const order = rowsAscending(values, firstRows(values.length));
  let rank = 0;
  let previous = values[order[0] ?? 0];
  for (const row of order) {
    if (values[row] !== previous) rank++;
    previous = values[row];
    ranks[row] = rank;
  }
  return ranks;
}

/** Rows with the two words of their values, which compare as unsigned numbers. */
interface Keys {
  low: Uint32Array;
  high: Uint32Array;
  rows: Uint32Array;
}

/** One pass of the radix sort; false, with nothing moved, when all have the same digit. */
function scatter(from: Keys, to: Keys, word: 'low' | 'high', shift: number): boolean {
  const digits = from[word];
  const { low, high, rows } = from;
  const { low: lowTo, high: highTo, rows: rowsTo } = to;
  const next = new Uint32Array(DIGIT_VALUES);
  for (let place = 0; place < digits.length; place++) next[(digits[place] >>> shift) & DIGIT_MASK]++;
  if (next[(digits[0] >>> shift) & DIGIT_MASK] === digits.length) return false;
  let before = 0;
  for (let digit = 0; digit < DIGIT_VALUES; digit++) {
    const here = next[digit];
    next[digit] = before;
    before += here;
  }
  for (let place = 0; place < digits.length; place++) {
    const target = next[(digits[place] >>> shift) & DIGIT_MASK]++;
    lowTo[target] = low[place];
    highTo[target] = high[place];
    rowsTo[target] = rows[place];
  }
  return true;
}
