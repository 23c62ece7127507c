import { countBits, lowBits } from './masks.ts';

/** Maximal runs of zeros in `elements` from bit 0 of mask `firstMask` on: each begins at a zero behind a non-zero element, or at the start. */
export function countZeroRuns(masks: Uint32Array, firstMask: number, elements: number): number {
  const whole = firstMask + Math.floor(elements / 32);
  let runs = 0;
  let previous = 1;
  for (let k = firstMask; k < whole; k++) {
    const mask = masks[k];
    runs += countBits(~mask & ((mask << 1) | previous));
    previous = mask >>> 31;
  }
  const rest = elements % 32;
  return rest === 0 ? runs : runs + countBits(~masks[whole] & ((masks[whole] << 1) | previous) & lowBits(rest));
}

/**
 * Tokens for the runs of zeros in a window when a token takes `limit` zeros at most, 63 or more, so that only a run over a whole mask can
 * be too long for one. The window is `elements` from bit 0 of mask `firstMask` on.
 */
export function countZeroTokens(masks: Uint32Array, firstMask: number, elements: number, limit: number): number {
  if (elements <= limit || !hasEmptyMask(masks, firstMask, elements)) return countZeroRuns(masks, firstMask, elements);
  let tokens = 0;
  /** Length of the run that reaches the end of what has been seen. */
  let open = 0;
  let left = elements;
  for (let k = firstMask; left > 0; k++, left -= 32) {
    const bits = Math.min(left, 32);
    const valid = bits === 32 ? -1 : lowBits(bits);
    const mask = masks[k] & valid;
    if (mask === 0) {
      open += bits;
      continue;
    }
    open += 31 - Math.clz32(mask & -mask);
    tokens += tokensOfRun(open, limit);
    open = Math.clz32(mask) - 32 + bits;
    // Runs that begin in this mask, but for the one that may go on behind it.
    tokens += countBits(~mask & (mask << 1) & valid) - Number(open > 0);
  }
  return tokens + tokensOfRun(open, limit);
}

function tokensOfRun(length: number, limit: number): number {
  return length <= limit ? Number(length > 0) : Math.ceil(length / limit);
}

function hasEmptyMask(masks: Uint32Array, firstMask: number, elements: number): boolean {
  const whole = firstMask + Math.floor(elements / 32);
  for (let k = firstMask; k < whole; k++) if (masks[k] === 0) return true;
  return false;
}
