/** Source of reproducible random numbers: the same seed and label give the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  gaussian(): number;
}

/** An independent sequence for every `label` (a layer's name, say) under one user-visible seed. */
export function randomFor(seed: number, label: string): Random {
  const next = sfc32(hash(`${seed}/${label}`));
  const uniform = () => (next() >>> 0) / 2 ** 32;
  // In an array, as is the generator's state: captured numbers would be boxed anew with every change.
  const spare = new Float64Array(1);
  let hasSpare = false;

  // Marsaglia's polar method: two deviates at a time.
  const gaussian = () => {
    if (hasSpare) {
      hasSpare = false;
      return spare[0];
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = next() / 2 ** 31;
      y = next() / 2 ** 31;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    spare[0] = y * scale;
    hasSpare = true;
    return x * scale;
  };

  return { uniform, gaussian };
}

/** Doty-Humphrey's Small Fast Counting generator of 128 bits of state; returns signed 32-bit numbers. */
function sfc32(seed: number): () => number {
  // a, b, c and the counter; the array keeps 32 bits of each.
  const state = Int32Array.of(seed, 0x9e3779b9, 0x243f6a88, 1);
  const next = () => {
    const b = state[1];
    const c = state[2];
    const result = (state[0] + b + state[3]) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + result;
    state[3] += 1;
    return result;
  };
  // The first outputs still show that seeds are close to each other.
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** FNV-1a of the UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}
