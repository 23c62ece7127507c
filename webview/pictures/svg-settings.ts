/** What code assigns to a canvas context, as far as SVG has it too. */
export type Settings = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'globalAlpha'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'miterLimit'
  | 'lineDashOffset'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'imageSmoothingEnabled'
>;

/** Those of a new canvas. */
export const INITIAL: Settings = {
  fillStyle: '#000000',
  strokeStyle: '#000000',
  globalAlpha: 1,
  lineWidth: 1,
  lineCap: 'butt',
  lineJoin: 'miter',
  miterLimit: 10,
  lineDashOffset: 0,
  font: '10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  imageSmoothingEnabled: true,
};

/** The values that each takes. A canvas ignores all others, and drawing code relies on it. */
export const TAKES: { readonly [Name in keyof Settings]: (value: unknown) => boolean } = {
  fillStyle: isPaint,
  strokeStyle: isPaint,
  globalAlpha: (value) => isFiniteNumber(value) && value >= 0 && value <= 1,
  lineWidth: isPositive,
  lineCap: oneOf('butt', 'round', 'square'),
  lineJoin: oneOf('miter', 'round', 'bevel'),
  miterLimit: isPositive,
  lineDashOffset: isFiniteNumber,
  font: (value) => typeof value === 'string',
  textAlign: oneOf('start', 'end', 'left', 'right', 'center'),
  textBaseline: oneOf('top', 'hanging', 'middle', 'alphabetic', 'ideographic', 'bottom'),
  imageSmoothingEnabled: (value) => typeof value === 'boolean',
};

function isPaint(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isPositive(value: unknown): boolean {
  return isFiniteNumber(value) && value > 0;
}

function oneOf(...words: readonly string[]): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && words.includes(value);
}
