/** Fonts and places of text, from the canvas's way of saying them to SVG's. */

export interface Font {
  style: string | undefined;
  weight: string | undefined;
  /** In CSS pixels. */
  size: number;
  family: string;
}

/** Reads a CSS shorthand such as `bold 12px "Segoe WPC", sans-serif`. */
export function fontOf(shorthand: string): Font {
  const parts = /^(?<before>.*?)(?<size>\d*\.?\d+)px(?:\/\S+)?\s+(?<family>.+)$/.exec(shorthand.trim())?.groups;
  if (parts === undefined) throw new Error(`Not a font with a size in pixels: ${shorthand}`);
  const before = parts['before']?.split(/\s+/) ?? [];
  return {
    style: before.find((word) => /^(italic|oblique)$/.test(word)),
    weight: before.find((word) => /^(bold|bolder|lighter|\d+)$/.test(word)),
    size: Number(parts['size']),
    family: parts['family'] ?? '',
  };
}

/** Parts of the font size above and below the letters' line in usual fonts. */
export const ASCENT = 0.8;
export const DESCENT = 0.2;

/** How far the letters' line lies below the place that was asked for, in font sizes. Viewers differ in `dominant-baseline`. */
export function lineBelow(baseline: CanvasTextBaseline): number {
  switch (baseline) {
    case 'top':
      return ASCENT;
    case 'hanging':
      return 0.74;
    case 'middle':
      return (ASCENT - DESCENT) / 2;
    case 'alphabetic':
      return 0;
    case 'ideographic':
    case 'bottom':
      return -DESCENT;
  }
}

export interface Anchor {
  /** Undefined for the start, which goes without saying. */
  name: 'middle' | 'end' | undefined;
  /** Part of the text that lies before the place that was asked for. */
  before: number;
}

/** Our languages run from left to right. */
export function anchorOf(align: CanvasTextAlign): Anchor {
  switch (align) {
    case 'start':
    case 'left':
      return { name: undefined, before: 0 };
    case 'center':
      return { name: 'middle', before: 0.5 };
    case 'end':
    case 'right':
      return { name: 'end', before: 1 };
  }
}
