import { decimal } from './svg-markup.ts';

/** The six numbers of a transform of the plane, as canvas and SVG order them: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The transform that does `inner` first. */
export function product([a, b, c, d, e, f]: Matrix, inner: Matrix): Matrix {
  const [p, q, r, s, t, u] = inner;
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** Undefined where the transform flattens the plane. */
export function inverse([a, b, c, d, e, f]: Matrix): Matrix | undefined {
  const area = a * d - b * c;
  if (area === 0) return undefined;
  return [d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area];
}

/** As the value of a `transform`, or undefined where there is nothing to do. */
export function transformOf([a, b, c, d, e, f]: Matrix): string | undefined {
  // Factors of coordinates, which may be in the thousands, need more decimals than coordinates.
  const linear = [a, b, c, d].map((factor) => decimal(factor, 6)).join(' ');
  const shift = `${decimal(e)} ${decimal(f)}`;
  if (linear !== '1 0 0 1') return `matrix(${linear} ${shift})`;
  return shift === '0 0' ? undefined : `translate(${shift})`;
}

type Place = readonly [x: number, y: number];

/** `M`, `L`, `Q` and `C` are followed by as many places as in SVG. */
interface Step {
  verb: 'M' | 'L' | 'Q' | 'C' | 'Z';
  places: readonly Place[];
}

const TURN = 2 * Math.PI;

/**
 * A path as a canvas keeps it: every place goes through the transform of the moment it is added. Arcs are kept as cubic
 * curves, which any transform maps to cubic curves; at a quarter turn each they are off by 0.03 % of the radius.
 */
export class SvgPath {
  #steps: Step[] = [];

  get isEmpty(): boolean {
    return this.#steps.every(({ verb }) => verb === 'M');
  }

  moveTo(matrix: Matrix, place: Place): void {
    this.#add('M', matrix, place);
  }

  lineTo(matrix: Matrix, place: Place): void {
    this.#add(this.#steps.length === 0 ? 'M' : 'L', matrix, place);
  }

  quadraticCurveTo(matrix: Matrix, control: Place, end: Place): void {
    this.#startAt(matrix, control);
    this.#add('Q', matrix, control, end);
  }

  bezierCurveTo(matrix: Matrix, first: Place, second: Place, end: Place): void {
    this.#startAt(matrix, first);
    this.#add('C', matrix, first, second, end);
  }

  close(): void {
    if (this.#steps.length > 0) this.#steps.push({ verb: 'Z', places: [] });
  }

  rect(matrix: Matrix, x: number, y: number, width: number, height: number): void {
    this.moveTo(matrix, [x, y]);
    this.lineTo(matrix, [x + width, y]);
    this.lineTo(matrix, [x + width, y + height]);
    this.lineTo(matrix, [x, y + height]);
    this.close();
  }

  /** Radii as in CSS: from the upper left corner on, with the opposite one's where one is missing. Too large ones shrink together. */
  roundRect(matrix: Matrix, x: number, y: number, width: number, height: number, radii: readonly number[]): void {
    const [first = 0, second = first, third = first, fourth = second] = radii;
    const fit = Math.min(
      1,
      ...[width / (first + second), width / (third + fourth), height / (first + fourth), height / (second + third)],
    );
    const corners = [
      { radius: fit * first, right: 0, bottom: 0, from: TURN / 2 },
      { radius: fit * second, right: 1, bottom: 0, from: (3 * TURN) / 4 },
      { radius: fit * third, right: 1, bottom: 1, from: 0 },
      { radius: fit * fourth, right: 0, bottom: 1, from: TURN / 4 },
    ];
    for (const [index, { radius, right, bottom, from }] of corners.entries()) {
      const centreX = x + radius + right * (width - 2 * radius);
      const centreY = y + radius + bottom * (height - 2 * radius);
      if (index === 0) this.moveTo(matrix, [centreX - radius, centreY]);
      this.arc(product(matrix, [radius, 0, 0, radius, centreX, centreY]), from, from + TURN / 4, false);
    }
    this.close();
  }

  /** From one angle to another on the circle of radius 1 around the origin, which `matrix` puts in its place. */
  arc(matrix: Matrix, from: number, to: number, isAnticlockwise: boolean): void {
    const sweep = isAnticlockwise ? -sweepOf(from - to) : sweepOf(to - from);
    const on = (angle: number): Place => [Math.cos(angle), Math.sin(angle)];
    this.lineTo(matrix, on(from));
    const quarters = Math.ceil(Math.abs(sweep) / (TURN / 4) - 1e-9);
    const step = sweep / quarters;
    const reach = (4 / 3) * Math.tan(step / 4);
    for (let quarter = 0; quarter < quarters; quarter++) {
      const [x, y] = on(from + quarter * step);
      const [endX, endY] = on(from + (quarter + 1) * step);
      this.bezierCurveTo(
        matrix,
        [x - reach * y, y + reach * x],
        [endX + reach * endY, endY - reach * endX],
        [endX, endY],
      );
    }
  }

  /** As the value of a `d`, seen through a transform. */
  data(seenThrough: Matrix): string {
    return this.#steps
      .map(({ verb, places }) => {
        const mapped = places.map((place) =>
          mappedBy(seenThrough, place)
            .map((value) => decimal(value))
            .join(' '),
        );
        return `${verb}${mapped.join(' ')}`;
      })
      .join('');
  }

  #startAt(matrix: Matrix, place: Place): void {
    if (this.#steps.length === 0) this.moveTo(matrix, place);
  }

  #add(verb: Step['verb'], matrix: Matrix, ...places: readonly Place[]): void {
    this.#steps.push({ verb, places: places.map((place) => mappedBy(matrix, place)) });
  }
}

export function mappedBy([a, b, c, d, e, f]: Matrix, [x, y]: Place): Place {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** At least a turn is one turn, and so is a whole number of turns the other way: this is how browsers draw it. */
function sweepOf(angle: number): number {
  if (angle >= TURN) return TURN;
  const rest = ((angle % TURN) + TURN) % TURN;
  return rest === 0 && angle !== 0 ? TURN : rest;
}
