/** An even ramp between two colours of the theme, for pictures whose shade is a number. */

type Rgb = readonly [red: number, green: number, blue: number];

/** Colours from 0 to 1, evenly spaced for the eye: mixed in OKLab (B. Ottosson, 2020). */
export class ColourRamp {
  readonly #steps: readonly Rgb[];

  /** From one CSS colour to another. */
  constructor(from: string, to: string, steps = 101) {
    const [start, end] = [toOklab(readColour(from)), toOklab(readColour(to))];
    this.#steps = Array.from({ length: steps }, (_, i) => fromOklab(mix(start, end, i / (steps - 1))));
  }

  /** Red, green and blue, 0 to 255, of a share from 0 to 1. */
  at(share: number): Rgb {
    const last = this.#steps.length - 1;
    return this.#steps[Math.round(Math.min(1, Math.max(0, share)) * last)] ?? [0, 0, 0];
  }

  css(share: number): string {
    return `rgb(${this.at(share).join(' ')})`;
  }

  /** Whether black is read better than white on a share's colour. */
  isLight(share: number): boolean {
    const [red, green, blue] = this.at(share).map(linear);
    return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0) > 0.18;
  }
}

/** Any CSS colour, by painting it: the browser knows how to read them. */
function readColour(colour: string): Rgb {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return [0, 0, 0];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function gamma(share: number): number {
  const encoded = share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, encoded)));
}

function toOklab(rgb: Rgb): Rgb {
  const [red, green, blue] = [linear(rgb[0]), linear(rgb[1]), linear(rgb[2])];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Rgb): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (i: 0 | 1 | 2) => from[i] + (to[i] - from[i]) * share;
  return [at(0), at(1), at(2)];
}
