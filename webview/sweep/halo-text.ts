import type { Theme } from '../theme.ts';

const HALO = 4;

/** Text that stays readable over lines and points: with an edge of the background around it. */
export function haloText(context: CanvasRenderingContext2D, theme: Theme, text: string, x: number, y: number): void {
  context.strokeStyle = theme.background;
  context.lineWidth = HALO;
  context.lineJoin = 'round';
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}
