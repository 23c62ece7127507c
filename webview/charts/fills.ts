/** Bar fills: a colour of the theme in a pattern, so that series can be told apart without colour. */
import { SWATCH } from '../pictures/picture-file.ts';
import type { Theme } from '../theme.ts';
import type { Category, Fill } from './spec.ts';

/** Side of a pattern tile in CSS pixels. */
const TILE = 6;

/** How much of its colour a bar keeps; its outline always keeps all, and with it the contrast. */
const STRENGTH: Record<Category['weight'], number> = { strong: 1, normal: 0.35, reference: 0.35 };

/** One square of a fill, which is repeated. */
export interface Tile {
  /** Side in CSS pixels. */
  size: number;
  background: string;
  colour: string;
  /** How much of its colour the pattern keeps, 0 to 1. */
  strength: number;
  pattern: Fill['pattern'];
}

const TILES = new WeakMap<object, Tile>();

/** What a canvas pattern that was painted here looks like, for those who cannot repeat one. */
export function tileOf(pattern: object): Tile | undefined {
  return TILES.get(pattern);
}

/** Paints fills of one theme, and remembers them: a canvas pattern is costly to make. */
export class FillPainter {
  readonly #theme: Theme;
  readonly #made = new Map<string, CanvasPattern | string>();

  constructor(theme: Theme) {
    this.#theme = theme;
  }

  /** Colour of the outline. References to other designs are neutral in every chart. */
  outline(fill: Fill, weight: Category['weight']): string {
    return this.#theme.tones[weight === 'reference' ? 'neutral' : fill.tone];
  }

  fill(fill: Fill, weight: Category['weight']): CanvasPattern | string {
    const key = `${fill.tone} ${fill.pattern} ${weight}`;
    let made = this.#made.get(key);
    if (made === undefined) {
      const colour = this.outline(fill, weight);
      const { background } = this.#theme;
      const tile = { size: TILE, background, colour, strength: STRENGTH[weight], pattern: fill.pattern };
      made = paintTile(tile);
      this.#made.set(key, made);
      if (typeof made === 'object') TILES.set(made, tile);
    }
    return made;
  }

  /** A small sample for the legend, with its corner at a place. */
  drawSwatch(context: CanvasRenderingContext2D, fill: Fill, x: number, y: number): void {
    context.fillStyle = this.fill(fill, 'strong');
    context.fillRect(x, y, SWATCH.width, SWATCH.height);
    context.strokeStyle = this.outline(fill, 'strong');
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, SWATCH.width - 1, SWATCH.height - 1);
  }
}

function paintTile({ pattern, colour, strength, background }: Tile): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = TILE;
  tile.height = TILE;
  const context = tile.getContext('2d');
  if (context === null) return colour;
  // Opaque, so that grid lines do not show through.
  context.fillStyle = background;
  context.fillRect(0, 0, TILE, TILE);
  context.globalAlpha = strength;
  context.fillStyle = colour;
  context.strokeStyle = colour;
  switch (pattern) {
    case 'solid':
      context.fillRect(0, 0, TILE, TILE);
      break;
    case 'stripes':
    case 'back-stripes': {
      const [from, to] = pattern === 'stripes' ? [TILE, 0] : [0, TILE];
      context.lineWidth = 2;
      // Drawn three times, shifted by a tile, so that neighbouring tiles join without gaps in the corners.
      for (const shift of [-TILE, 0, TILE]) {
        context.beginPath();
        context.moveTo(shift, from);
        context.lineTo(shift + TILE, to);
        context.stroke();
      }
      break;
    }
    case 'grid':
      context.lineWidth = 1;
      context.strokeRect(0.5, 0.5, TILE, TILE);
      break;
    case 'dots':
      context.beginPath();
      context.arc(TILE / 2, TILE / 2, TILE / 3.5, 0, 2 * Math.PI);
      context.fill();
      break;
    case 'hollow':
      break;
  }
  return context.createPattern(tile, 'repeat') ?? colour;
}
