import { SWATCH } from '../pictures/picture-file.ts';
import type { Theme } from '../theme.ts';
import { DASHES } from './dashes.ts';
import { FillPainter } from './fills.ts';
import { dashOfReference } from './labels.ts';
import type { BarSpec, ChartSpec, Curve } from './spec.ts';

/** A series by name, with a sample of how it is drawn. */
export interface LegendEntry {
  label: string;
  drawSwatch(context: CanvasRenderingContext2D, x: number, y: number): void;
}

export function legendOf(spec: ChartSpec, theme: Theme): LegendEntry[] {
  switch (spec.kind) {
    case 'bars': {
      const fills = new FillPainter(theme);
      const series = spec.series.map(({ label, fill }) => ({
        label,
        drawSwatch: (context: CanvasRenderingContext2D, x: number, y: number) => fills.drawSwatch(context, fill, x, y),
      }));
      return [...series, ...(spec.direction === 'columns' ? referencesOf(spec, theme) : [])];
    }
    case 'curves':
      return spec.curves.map((curve) => ({
        label: curve.label,
        drawSwatch: (context, x, y) => drawCurveSwatch(context, curve, theme, x, y),
      }));
  }
}

function referencesOf({ references = [] }: BarSpec, theme: Theme): LegendEntry[] {
  return references.map(({ label }, index) => ({
    label,
    drawSwatch: (context, x, y) => {
      context.save();
      context.strokeStyle = theme.foreground;
      context.setLineDash(dashOfReference(index));
      context.beginPath();
      context.moveTo(x, y + SWATCH.height / 2);
      context.lineTo(x + SWATCH.width, y + SWATCH.height / 2);
      context.stroke();
      context.restore();
    },
  }));
}

function drawCurveSwatch(context: CanvasRenderingContext2D, curve: Curve, theme: Theme, x: number, y: number): void {
  const middle = { x: x + SWATCH.width / 2, y: y + SWATCH.height / 2 };
  context.save();
  context.strokeStyle = theme.tones[curve.tone];
  context.fillStyle = theme.tones[curve.tone];
  context.lineWidth = curve.isStrong ? 3 : 1.5;
  context.setLineDash(DASHES[curve.dash]);
  if (curve.drawn !== 'points') {
    context.beginPath();
    context.moveTo(x, middle.y);
    context.lineTo(x + SWATCH.width, middle.y);
    context.stroke();
  }
  context.setLineDash([]);
  context.beginPath();
  switch (curve.mark) {
    case 'none':
      break;
    case 'circle':
      context.arc(middle.x, middle.y, 3.5, 0, 2 * Math.PI);
      break;
    case 'triangle':
      context.moveTo(middle.x, middle.y - 4);
      context.lineTo(middle.x + 4, middle.y + 3.5);
      context.lineTo(middle.x - 4, middle.y + 3.5);
      break;
    case 'square':
      context.rect(middle.x - 3, middle.y - 3, 6, 6);
      break;
    case 'diamond':
      context.moveTo(middle.x, middle.y - 4.5);
      context.lineTo(middle.x + 4.5, middle.y);
      context.lineTo(middle.x, middle.y + 4.5);
      context.lineTo(middle.x - 4.5, middle.y);
      break;
  }
  context.fill();
  context.restore();
}
