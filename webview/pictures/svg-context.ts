import type { Tile } from '../charts/fills.ts';
import { type Clip, SvgDocument, type SvgLabels } from './svg-document.ts';
import { colourOf, decimal, escaped, tag } from './svg-markup.ts';
import { IDENTITY, inverse, type Matrix, mappedBy, product, SvgPath, transformOf } from './svg-path.ts';
import { INITIAL, type Settings, TAKES } from './svg-settings.ts';
import { ASCENT, anchorOf, DESCENT, fontOf, lineBelow } from './svg-text.ts';

export interface SvgOptions {
  /** Width of a text in CSS pixels, in a font written as in CSS. */
  measure: (text: string, font: string) => number;
  /** What a canvas pattern looks like, so that it can be written as an SVG pattern. */
  tileOf: (pattern: object) => Tile | undefined;
}

interface State extends Settings {
  dash: readonly number[];
  matrix: Matrix;
  clip: Clip | null;
}

type Attributes = Record<string, string | number | undefined>;
type Sides = readonly [x: number, y: number, width: number, height: number];
type Picture = object & { toDataURL?: () => string; width: number; height: number };

/** Records what code draws on a canvas, as SVG. Coordinates stay those of the code; the transform stands beside them. */
export class SvgContext {
  /** For code that draws on a canvas. A call that SVG has no counterpart for throws, so that nothing is lost unsaid. */
  readonly context: CanvasRenderingContext2D;
  readonly #width: number;
  readonly #height: number;
  readonly #options: SvgOptions;
  readonly #document = new SvgDocument();
  readonly #saved: State[] = [];
  #state: State = { ...INITIAL, dash: [], matrix: IDENTITY, clip: null };
  #path = new SvgPath();

  constructor(width: number, height: number, options: SvgOptions) {
    this.#width = width;
    this.#height = height;
    this.#options = options;
    const context = { canvas: { width, height }, ...this.#calls() };
    for (const [name, takes] of Object.entries(TAKES)) {
      Object.defineProperty(context, name, {
        get: () => Reflect.get(this.#state, name),
        set: (value: unknown) => {
          if (takes(value)) Reflect.set(this.#state, name, value);
        },
      });
    }
    // The one place where a part of a context passes for the whole: a call outside that part fails by its name.
    this.context = context as unknown as CanvasRenderingContext2D;
  }

  /** A whole document. */
  toSvg(labels: SvgLabels): string {
    return this.#document.toSvg(labels, labels.view ?? { x: 0, y: 0, width: this.#width, height: this.#height });
  }

  #calls() {
    return {
      save: () => {
        this.#saved.push({ ...this.#state });
      },
      restore: () => {
        this.#state = this.#saved.pop() ?? this.#state;
      },
      getLineDash: () => [...this.#state.dash],
      setLineDash: (dash: readonly number[]) => {
        if (dash.every((length) => length >= 0 && length < Number.POSITIVE_INFINITY)) this.#state.dash = [...dash];
      },
      measureText: (text: unknown) => this.#measured(`${text}`),
      fill: (rule?: unknown) => this.#drawPath({ ...this.#fill(), 'fill-rule': ruleOf(rule) }),
      stroke: (path?: unknown) => {
        ruleOf(path);
        this.#drawPath(this.#stroke());
      },
      clip: (rule?: unknown) => {
        this.#state.clip = this.#document.clip(this.#path.data(IDENTITY), ruleOf(rule), this.#state.clip);
      },
      ...unlessNotFinite({ ...this.#transformCalls(), ...this.#pathCalls(), ...this.#drawingCalls() }),
    };
  }

  #transformCalls() {
    const through = (...inner: Matrix) => {
      this.#state.matrix = product(this.#state.matrix, inner);
    };
    return {
      transform: through,
      translate: (x: number, y: number) => through(1, 0, 0, 1, x, y),
      scale: (x: number, y: number) => through(x, 0, 0, y, 0, 0),
      rotate: (angle: number) => through(Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0),
      setTransform: (...matrix: Matrix) => {
        if (matrix.length !== 6) throw new Error('setTransform takes six numbers here.');
        this.#state.matrix = matrix;
      },
      resetTransform: () => {
        this.#state.matrix = IDENTITY;
      },
    };
  }

  #pathCalls() {
    const ellipse = (
      ...[x, y, across, down, turned, from, to, isAnticlockwise = false]: [...Matrix, to: number, back?: boolean]
    ) => {
      const [cos, sin] = [Math.cos(turned), Math.sin(turned)];
      const placed: Matrix = [across * cos, across * sin, -down * sin, down * cos, x, y];
      this.#path.arc(product(this.#state.matrix, placed), from, to, isAnticlockwise);
    };
    return {
      ellipse,
      arc: (x: number, y: number, radius: number, from: number, to: number, isAnticlockwise?: boolean) =>
        ellipse(x, y, radius, radius, 0, from, to, isAnticlockwise),
      beginPath: () => {
        this.#path = new SvgPath();
      },
      closePath: () => this.#path.close(),
      moveTo: (x: number, y: number) => this.#path.moveTo(this.#state.matrix, [x, y]),
      lineTo: (x: number, y: number) => this.#path.lineTo(this.#state.matrix, [x, y]),
      quadraticCurveTo: (x1: number, y1: number, x: number, y: number) =>
        this.#path.quadraticCurveTo(this.#state.matrix, [x1, y1], [x, y]),
      bezierCurveTo: (...[x1, y1, x2, y2, x, y]: Matrix) =>
        this.#path.bezierCurveTo(this.#state.matrix, [x1, y1], [x2, y2], [x, y]),
      rect: (...sides: Sides) => this.#path.rect(this.#state.matrix, ...sides),
      roundRect: (...[x, y, width, height, radii = 0]: [...Sides, radii?: number | readonly number[]]) =>
        this.#path.roundRect(this.#state.matrix, x, y, width, height, typeof radii === 'number' ? [radii] : radii),
    };
  }

  #drawingCalls() {
    return {
      fillRect: (...sides: Sides) => this.#drawRect(sides, this.#fill()),
      strokeRect: (...sides: Sides) => this.#drawRect(sides, this.#stroke()),
      clearRect: (...sides: Sides) => this.#clear(sides),
      fillText: (text: unknown, x: number, y: number, maxWidth?: number) =>
        this.#drawText(`${text}`, x, y, maxWidth, this.#fill()),
      strokeText: (text: unknown, x: number, y: number, maxWidth?: number) =>
        this.#drawText(`${text}`, x, y, maxWidth, this.#stroke()),
      drawImage: (picture: Picture, ...place: readonly number[]) => this.#drawImage(picture, place),
    };
  }

  #draw(name: string, attributes: Attributes, content?: string): void {
    const { matrix, clip } = this.#state;
    // On a flattened plane there is nothing to see.
    if (inverse(matrix) === undefined) return;
    this.#document.add(tag(name, { ...attributes, transform: transformOf(matrix) }, content), clip);
  }

  #drawPath(attributes: Attributes): void {
    const back = inverse(this.#state.matrix);
    if (back !== undefined && !this.#path.isEmpty) this.#draw('path', { d: this.#path.data(back), ...attributes });
  }

  #drawRect([x, y, width, height]: Sides, attributes: Attributes): void {
    const sides = { width: Math.abs(width), height: Math.abs(height) };
    if (width !== 0 && height !== 0) {
      this.#draw('rect', { x: Math.min(x, x + width), y: Math.min(y, y + height), ...sides, ...attributes });
    } else if ('stroke' in attributes && (width !== 0 || height !== 0)) {
      // SVG draws no flat rectangle; a canvas draws its outline.
      const flat = new SvgPath();
      flat.rect(IDENTITY, x, y, width, height);
      this.#draw('path', { d: flat.data(IDENTITY), ...attributes });
    }
  }

  /** A cleared canvas is as new. SVG cannot take away a part, and our drawings never do. */
  #clear([x, y, width, height]: Sides): void {
    const back = inverse(this.#state.matrix);
    if (back === undefined || this.#state.clip !== null) return;
    const isAll = [
      [0, 0],
      [this.#width, 0],
      [0, this.#height],
      [this.#width, this.#height],
    ].every(([left = 0, top = 0]) => {
      const [across, down] = mappedBy(back, [left, top]);
      return across >= x && across <= x + width && down >= y && down <= y + height;
    });
    if (isAll) this.#document.clear();
  }

  #drawText(text: string, x: number, y: number, maxWidth: number | undefined, attributes: Attributes): void {
    const line = text.replaceAll(/[\t\n\f\r]/g, ' ');
    if (line.trim() === '' || (maxWidth !== undefined && maxWidth <= 0)) return;
    const { font, textAlign, textBaseline } = this.#state;
    const { size, family, weight, style } = fontOf(font);
    const isTooWide = maxWidth !== undefined && this.#options.measure(line, font) > maxWidth;
    const place = { x, y: y + lineBelow(textBaseline) * size, 'text-anchor': anchorOf(textAlign).name };
    const fit = isTooWide ? { textLength: maxWidth, lengthAdjust: 'spacingAndGlyphs' } : {};
    const letters = { 'font-family': family, 'font-size': size, 'font-weight': weight, 'font-style': style };
    // Else SVG drops spaces at the ends and all but one in a row.
    const spaces = /^ | $| {2}/.test(line) ? { 'xml:space': 'preserve' } : {};
    this.#draw('text', { ...place, ...fit, ...letters, ...spaces, ...attributes }, escaped(line));
  }

  #measured(text: string): Partial<TextMetrics> {
    const { font, textAlign, textBaseline } = this.#state;
    const { size } = fontOf(font);
    const width = this.#options.measure(text, font);
    const { before } = anchorOf(textAlign);
    const ascent = (ASCENT - lineBelow(textBaseline)) * size;
    const descent = (DESCENT + lineBelow(textBaseline)) * size;
    return {
      width,
      actualBoundingBoxLeft: before * width,
      actualBoundingBoxRight: (1 - before) * width,
      actualBoundingBoxAscent: ascent,
      actualBoundingBoxDescent: descent,
      fontBoundingBoxAscent: ascent,
      fontBoundingBoxDescent: descent,
    };
  }

  #drawImage(
    picture: Picture,
    [x = 0, y = 0, width = picture.width, height = picture.height, ...cut]: readonly number[],
  ) {
    if (cut.length > 0) throw new Error('drawImage draws whole pictures here, no parts of them.');
    if (picture.toDataURL === undefined)
      throw new Error('drawImage draws canvases here, which can say what they hold.');
    const { globalAlpha, imageSmoothingEnabled } = this.#state;
    this.#draw('image', {
      x,
      y,
      width,
      height,
      preserveAspectRatio: 'none',
      'image-rendering': imageSmoothingEnabled ? undefined : 'pixelated',
      opacity: globalAlpha === 1 ? undefined : globalAlpha,
      href: picture.toDataURL(),
    });
  }

  #fill(): Attributes {
    return this.#paint('fill', this.#state.fillStyle);
  }

  /** What SVG takes for granted is left out. */
  #stroke(): Attributes {
    const { strokeStyle, lineWidth, lineCap, lineJoin, miterLimit, dash, lineDashOffset } = this.#state;
    return {
      fill: 'none',
      ...this.#paint('stroke', strokeStyle),
      'stroke-width': lineWidth === 1 ? undefined : lineWidth,
      'stroke-linecap': lineCap === 'butt' ? undefined : lineCap,
      'stroke-linejoin': lineJoin === 'miter' ? undefined : lineJoin,
      'stroke-miterlimit': miterLimit === INITIAL.miterLimit ? undefined : miterLimit,
      'stroke-dasharray': dash.length === 0 ? undefined : dash.map((length) => decimal(length)).join(' '),
      'stroke-dashoffset': dash.length === 0 || lineDashOffset === 0 ? undefined : lineDashOffset,
    };
  }

  #paint(name: 'fill' | 'stroke', style: Settings['fillStyle']): Attributes {
    const { colour, opacity } =
      typeof style === 'string' ? colourOf(style) : { colour: this.#tiled(style), opacity: 1 };
    const seen = opacity * this.#state.globalAlpha;
    return { [name]: colour, [`${name}-opacity`]: seen === 1 ? undefined : seen };
  }

  #tiled(pattern: object): string {
    const tile = this.#options.tileOf(pattern);
    if (tile === undefined) throw new Error('Nobody knows what this pattern or gradient looks like.');
    return this.#document.pattern(tile);
  }
}

/** A path that was made elsewhere cannot be read. */
function ruleOf(given: unknown): 'evenodd' | undefined {
  if (given === undefined || given === 'nonzero') return undefined;
  if (given === 'evenodd') return given;
  throw new Error('A Path2D does not say what it holds, so it cannot be written as SVG.');
}

/** A canvas ignores calls with numbers that are not finite, and drawing code relies on it. */
function unlessNotFinite<Calls extends Record<string, (...given: never[]) => unknown>>(calls: Calls): Calls {
  const guarded = Object.entries(calls).map(([name, call]) => [
    name,
    (...given: never[]) =>
      given.some((value) => typeof value === 'number' && !Number.isFinite(value)) ? undefined : call(...given),
  ]);
  return Object.fromEntries(guarded);
}
