/** A multiplier whose products spread well over 32 bits (D. Knuth, "The Art of Computer Programming", 1998, volume 3, section 6.4). */
const SPREADING = 2654435761;

/**
 * At most so many of the rows, from all over them and in their order. One of each of equal parts is taken, at a place that
 * differs from part to part: at even steps, whatever varies as fast as they do would show one of its values only.
 */
export function evenlyChosen(rows: Uint32Array, most: number): Uint32Array {
  if (rows.length <= most) return rows;
  const start = (part: number): number => Math.floor((part * rows.length) / most);
  return Uint32Array.from({ length: most }, (_, part) => {
    const within = (Math.imul(part + 1, SPREADING) >>> 0) / 2 ** 32;
    return rows[start(part) + Math.floor(within * (start(part + 1) - start(part)))] ?? 0;
  });
}
