import type { LegendEntry } from '../charts/legend.ts';
import { SWATCH } from '../pictures/picture-file.ts';
import type { Theme } from '../theme.ts';
import { FRONT } from './decision-words.ts';
import { SWEEP } from './words.ts';

const SIDE = 6;

/** What squares stand for where points are pixels: the front's colour, the feasible ones', the others'. */
export function legendWithFront(theme: Theme): LegendEntry[] {
  const square = (colour: string): LegendEntry['drawSwatch'] => {
    return (context, x, y) => {
      context.fillStyle = colour;
      context.fillRect(x + (SWATCH.width - SIDE) / 2, y + (SWATCH.height - SIDE) / 2, SIDE, SIDE);
    };
  };
  return [
    { label: FRONT.name(), drawSwatch: square(theme.tones.third) },
    { label: SWEEP.feasible(), drawSwatch: square(theme.tones.first) },
    { label: SWEEP.notFeasible(), drawSwatch: square(theme.tones.neutral) },
  ];
}
