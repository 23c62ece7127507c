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
  const uniform = () => next() / 2 ** 32;
  let spare = 0;
  let hasSpare = false;

  // Marsaglia's polar method: two deviates at a time.
  const gaussian = () => {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = (next() | 0) / 2 ** 31;
      y = (next() | 0) / 2 ** 31;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    spare = y * scale;
    hasSpare = true;
    return x * scale;
  };

  return { uniform, gaussian };
}

/** Doty-Humphrey's Small Fast Counting generator of 128 bits of state; returns unsigned 32-bit numbers. */
function sfc32(seed: number): () => number {
  let a = seed;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let counter = 1;
  const next = () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
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
