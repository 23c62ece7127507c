import type { Tile } from '../charts/fills.ts';
import { colourOf, decimal, escaped, tag } from './svg-markup.ts';
import { svgPattern } from './svg-pattern.ts';
import { INITIAL } from './svg-settings.ts';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Nothing shows outside it, nor outside those around it. */
export interface Clip {
  id: string;
  around: Clip | null;
}

/** What a document says and shows beside what was drawn. */
export interface SvgLabels {
  /** For screen readers and for whoever finds the file. */
  title: string;
  description: string;
  /** The part of the plane that is shown, in place of the whole canvas. */
  view?: Box;
  background?: string;
}

/** Elements in the order in which they were drawn, with the clips and patterns that they use. */
export class SvgDocument {
  #drawn: { markup: string; clip: Clip | null }[] = [];
  /** By what they look like, so that each is written once. */
  readonly #clips = new Map<string, { clip: Clip; markup: string }>();
  readonly #patterns = new Map<string, { id: string; markup: string }>();

  add(markup: string, clip: Clip | null): void {
    this.#drawn.push({ markup, clip });
  }

  clear(): void {
    this.#drawn = [];
  }

  clip(data: string, rule: 'evenodd' | undefined, around: Clip | null): Clip {
    const key = `${around?.id} ${rule} ${data}`;
    const known = this.#clips.get(key);
    if (known !== undefined) return known.clip;
    const clip = { id: `clip${this.#clips.size + 1}`, around };
    const markup = tag('clipPath', { id: clip.id }, tag('path', { d: data, 'clip-rule': rule }));
    this.#clips.set(key, { clip, markup });
    return clip;
  }

  /** The value of a `fill` or `stroke` that repeats a tile. */
  pattern(tile: Tile): string {
    const key = JSON.stringify([tile.size, tile.background, tile.colour, tile.strength, tile.pattern]);
    const known = this.#patterns.get(key);
    if (known !== undefined) return urlOf(known.id);
    const id = `pattern${this.#patterns.size + 1}`;
    this.#patterns.set(key, { id, markup: svgPattern(id, tile) });
    return urlOf(id);
  }

  toSvg({ title, description, background }: SvgLabels, view: Box): string {
    const body = this.#drawnInClips();
    const definitions = [
      ...this.#patterns.values(),
      ...[...this.#clips.values()].map(({ clip, markup }) => ({ id: clip.id, markup })),
    ].filter(({ id }) => body.some((element) => element.includes(`"${urlOf(id)}"`)));
    const elements = [
      tag('title', {}, escaped(title)),
      tag('desc', {}, escaped(description)),
      ...(definitions.length === 0 ? [] : [tag('defs', {}, inLines(definitions.map(({ markup }) => markup)))]),
      ...(background === undefined ? [] : [ground(view, background)]),
      ...body,
    ];
    const { x, y, width, height } = view;
    const root = {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: [x, y, width, height].map((side) => decimal(side)).join(' '),
      role: 'img',
      // SVG would begin with 4.
      'stroke-miterlimit': INITIAL.miterLimit,
    };
    return `${tag('svg', root, inLines(elements))}\n`;
  }

  /** What was drawn in a row within the same clips stands in one group. */
  #drawnInClips(): string[] {
    const groups: { clip: Clip | null; elements: string[] }[] = [];
    for (const { markup, clip } of this.#drawn) {
      const last = groups.at(-1);
      if (last !== undefined && last.clip === clip) last.elements.push(markup);
      else groups.push({ clip, elements: [markup] });
    }
    return groups.map(({ clip, elements }) => {
      let content = elements;
      for (let at = clip; at !== null; at = at.around) {
        content = [tag('g', { 'clip-path': urlOf(at.id) }, inLines(content))];
      }
      return content.join('\n');
    });
  }
}

function ground({ x, y, width, height }: Box, background: string): string {
  const { colour, opacity } = colourOf(background);
  return tag('rect', { x, y, width, height, fill: colour, 'fill-opacity': opacity === 1 ? undefined : opacity });
}

function urlOf(id: string): string {
  return `url(#${id})`;
}

function inLines(elements: readonly string[]): string {
  return `\n${elements.join('\n')}\n`;
}
