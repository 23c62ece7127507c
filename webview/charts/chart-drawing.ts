import type { Drawing } from '../pictures/picture-file.ts';
import type { Theme } from '../theme.ts';
import { BarChart } from './bar-chart.ts';
import { CurveChart } from './curve-chart.ts';
import type { Plot } from './plot.ts';
import type { ChartSpec } from './spec.ts';

/** A plot of a spec on a canvas. */
export function plotOf(canvas: HTMLCanvasElement, spec: ChartSpec, theme: Theme): Plot {
  switch (spec.kind) {
    case 'bars':
      return new BarChart(canvas, spec, theme);
    case 'curves':
      return new CurveChart(canvas, spec, theme);
  }
}

/** A chart as a drawing of its own, in any theme: Chart.js gets a canvas that is in no document. */
export function chartDrawing(spec: ChartSpec, theme: Theme, width: number, height: number): Drawing {
  let plot: Plot | undefined;
  return {
    width,
    height,
    draw: (context) => {
      const canvas = document.createElement('canvas');
      const isBitmap = context instanceof CanvasRenderingContext2D;
      const scale = isBitmap ? PNG_DETAIL : 1;
      canvas.width = width * scale;
      canvas.height = height * scale;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      // What records is handed to Chart.js as the canvas's own context.
      if (!isBitmap) Object.defineProperties(canvas, { getContext: { value: () => context } });
      plot = plotOf(canvas, spec, theme);
      if (isBitmap) context.drawImage(canvas, 0, 0, width, height);
      plot.destroy();
    },
    tileOf: (pattern) => plot?.tileOf(pattern),
  };
}

const PNG_DETAIL = 3;
