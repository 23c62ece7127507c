import type { LegendEntry } from '../charts/legend.ts';
import { SWATCH } from '../pictures/picture-file.ts';
import type { Theme } from '../theme.ts';
import { FRONT } from './decision-words.ts';
import { SWEEP } from './words.ts';

const HALF = 3;
const MIDDLE = { x: SWATCH.width / 2, y: SWATCH.height / 2 };

/** What marks stand for: filled squares, hollow ones, and the diamond. */
export function legendOfPoints(theme: Theme): LegendEntry[] {
  const square = (colour: string, isHollow: boolean): LegendEntry['drawSwatch'] => {
    return (context, x, y) => {
      const corner = [x + MIDDLE.x - HALF, y + MIDDLE.y - HALF, 2 * HALF, 2 * HALF] as const;
      context.fillStyle = colour;
      context.strokeStyle = colour;
      context.lineWidth = 1;
      if (isHollow) context.strokeRect(...corner);
      else context.fillRect(...corner);
    };
  };
  return [
    { label: SWEEP.feasible(), drawSwatch: square(theme.tones.first, false) },
    { label: SWEEP.notFeasible(), drawSwatch: square(theme.tones.neutral, true) },
    { label: FRONT.name(), drawSwatch: square(theme.tones.third, false) },
    {
      label: SWEEP.best(),
      drawSwatch: (context, x, y) => drawDiamond(context, theme, x + MIDDLE.x, y + MIDDLE.y, SWATCH.height / 2),
    },
  ];
}

/** The mark of the best point. */
export function drawDiamond(
  context: CanvasRenderingContext2D,
  theme: Theme,
  x: number,
  y: number,
  radius: number,
): void {
  context.fillStyle = theme.tones.third;
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, y - radius);
  context.lineTo(x + radius, y);
  context.lineTo(x, y + radius);
  context.lineTo(x - radius, y);
  context.closePath();
  context.fill();
  context.stroke();
}
