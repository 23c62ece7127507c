/**
 * Encoders written from the text of the formats (docs/activations.md, "Formats") and nothing else: one element after
 * the other, one list of bytes. What the codecs of `src/codecs` are compared with.
 */
export type Numbers = readonly number[];

/** The parts of a tensor that are coded each on its own. */
export function cut(words: Numbers, windowElements: number): Numbers[] {
  const windows: Numbers[] = [];
  for (let start = 0; start < words.length; start += windowElements) {
    windows.push(words.slice(start, start + windowElements));
  }
  return windows;
}

export function naiveZeroValue(words: Numbers, wordBytes: number, maskElements: number): number[] {
  return cut(words, maskElements).flatMap((window) => {
    const bits = Array.from({ length: maskElements }, (_, i) => ((window[i] ?? 0) === 0 ? 0 : 1));
    return [
      ...bytesOfBits(bits),
      ...window.filter((word) => word !== 0).flatMap((word) => littleEndian(word, wordBytes)),
    ];
  });
}

/** A zero run is the word 0 and its length as one word; a longer one is several pairs. */
export function naiveWordAligned(window: Numbers, wordBytes: number): number[] {
  const longest = 256 ** wordBytes - 1;
  return runsOf(window).flatMap((run) => {
    if (run[0] !== 0) return run.flatMap((word) => littleEndian(word, wordBytes));
    return cut(run, longest).flatMap((part) => [
      ...littleEndian(0, wordBytes),
      ...littleEndian(part.length, wordBytes),
    ]);
  });
}

/** Tokens of 16 bits alternate, zeros first; between the parts of a run that is cut stands an empty one of the other kind. */
export function naiveToken16(window: Numbers, wordBytes: number): number[] {
  const stream: number[] = [];
  let kind = 'zeros';
  const token = (length: number) => {
    stream.push(...littleEndian(length, 2));
    kind = kind === 'zeros' ? 'words' : 'zeros';
  };
  for (const run of runsOf(window)) {
    const wanted = run[0] === 0 ? 'zeros' : 'words';
    for (const part of cut(run, 65_535)) {
      if (kind !== wanted) token(0);
      token(part.length);
      if (wanted === 'words') for (const word of part) stream.push(...littleEndian(word, wordBytes));
    }
  }
  return stream;
}

/** A word is a 1 bit and its bits, a run of zeros up to 63 a 0 bit and 6 bits; lowest bit first, and whole bytes. */
export function naiveBitSerial(window: Numbers, wordBytes: number): number[] {
  const bits = runsOf(window).flatMap((run) =>
    run[0] === 0
      ? cut(run, 63).flatMap((part) => [0, ...bitsOf(part.length, 6)])
      : run.flatMap((word) => [1, ...bitsOf(word, 8 * wordBytes)]),
  );
  return bytesOfBits(bits);
}

/** Maximal runs of zeros and of other words. */
function runsOf(window: Numbers): number[][] {
  const runs: number[][] = [];
  for (const word of window) {
    const last = runs.at(-1);
    if (last !== undefined && (last[0] === 0) === (word === 0)) last.push(word);
    else runs.push([word]);
  }
  return runs;
}

function littleEndian(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256);
}

function bitsOf(value: number, bits: number): number[] {
  return Array.from({ length: bits }, (_, i) => Math.floor(value / 2 ** i) % 2);
}

function bytesOfBits(bits: Numbers): number[] {
  return cut(bits, 8).map((byte) => byte.reduce((sum, bit, i) => sum + bit * 2 ** i, 0));
}
