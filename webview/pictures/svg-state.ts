/** What a canvas remembers between calls: transform, clip, and how it paints. */

type Matrix = readonly [number, number, number, number, number, number];

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** Properties of a context that drawing code sets. */
export interface Style {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  miterLimit: number;
  lineDashOffset: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
}

export class SvgState {
  style: Style = {
    fillStyle: '#000000',
    strokeStyle: '#000000',
    lineWidth: 1,
    lineCap: 'butt',
    lineJoin: 'miter',
    miterLimit: 10,
    lineDashOffset: 0,
    globalAlpha: 1,
    font: '10px sans-serif',
    textAlign: 'start',
    textBaseline: 'alphabetic',
  };
  dash: number[] = [];
  /** Id of the clip path in force. */
  clip: string | undefined;
  #matrix: Matrix = IDENTITY;

  copy(): SvgState {
    const copy = new SvgState();
    copy.style = { ...this.style };
    copy.dash = this.dash;
    copy.clip = this.clip;
    copy.#matrix = this.#matrix;
    return copy;
  }

  setTransform(values: readonly number[]): void {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = values;
    this.#matrix = [a, b, c, d, e, f];
  }

  /** Transforms what is drawn from now on, before the transform in force. */
  transform([a, b, c, d, e, f]: Matrix): void {
    const [A, B, C, D, E, F] = this.#matrix;
    this.#matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
  }

  /** Where a point lies in the picture. */
  place(x: number, y: number): { x: number; y: number } {
    const [a, b, c, d, e, f] = this.#matrix;
    return { x: a * x + c * y + e, y: b * x + d * y + f };
  }

  /** By how much lengths grow; our drawings never stretch one direction alone. */
  get scale(): number {
    const [a, b] = this.#matrix;
    return Math.hypot(a, b);
  }

  get transformAttribute(): string {
    if (this.#matrix.every((value, index) => value === IDENTITY[index])) return '';
    return ` transform="matrix(${this.#matrix.map((value) => Math.round(value * 1e4) / 1e4 + 0).join(' ')})"`;
  }

  get fontSize(): number {
    return Number(/([\d.]+)px/.exec(this.style.font)?.[1] ?? 10);
  }

  /** The font, which a canvas writes as CSS does: `italic bold 12px "A Family", sans-serif`. */
  get fontAttributes(): string {
    const { font } = this.style;
    const weight = /(^|\s)(bold|[1-9]00)\s/.exec(font)?.[2];
    const family = /px(?:\/\S+)?\s+(.+)$/.exec(font)?.[1] ?? 'sans-serif';
    const bold = weight === undefined ? '' : ` font-weight="${weight}"`;
    return `font-family="${family.replaceAll('&', '&amp;').replaceAll('"', "'")}" font-size="${this.fontSize}"${bold}`;
  }
}
