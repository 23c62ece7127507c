/** Bar fills: a colour of the theme in a pattern, so that series can be told apart without colour. */
import type { Theme } from '../theme.ts';
import type { Category, Fill } from './spec.ts';

/** Side of a pattern tile in CSS pixels. */
const TILE = 6;

/** How much of its colour a bar keeps; its outline always keeps all, and with it the contrast. */
const STRENGTH: Record<Category['weight'], number> = { strong: 1, normal: 0.35, reference: 0.35 };

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
      made = paintTile(fill.pattern, this.outline(fill, weight), STRENGTH[weight], this.#theme.background);
      this.#made.set(key, made);
    }
    return made;
  }

  /** A small sample for the legend. */
  swatch(fill: Fill): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = 14;
    canvas.height = 10;
    canvas.ariaHidden = 'true';
    const context = canvas.getContext('2d');
    if (context !== null) {
      context.fillStyle = this.fill(fill, 'strong');
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.strokeStyle = this.outline(fill, 'strong');
      context.strokeRect(0.5, 0.5, canvas.width - 1, canvas.height - 1);
    }
    return canvas;
  }
}

function paintTile(
  pattern: Fill['pattern'],
  colour: string,
  strength: number,
  background: string,
): CanvasPattern | string {
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
      context.lineWidth = 2;
      // Drawn three times, shifted by a tile, so that neighbouring tiles join without gaps in the corners.
      for (const shift of [-TILE, 0, TILE]) {
        context.beginPath();
        context.moveTo(shift, TILE);
        context.lineTo(shift + TILE, 0);
        context.stroke();
      }
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
