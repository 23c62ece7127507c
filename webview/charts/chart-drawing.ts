import type { Drawing } from '../pictures/picture-file.ts';
import type { Theme } from '../theme.ts';
import { BarChart } from './bar-chart.ts';
import { CurveChart } from './curve-chart.ts';
import type { Plot } from './plot.ts';
import type { ChartSpec } from './spec.ts';

/**
 * A plot of a spec on a canvas.
 *
 * @param detail dots for a CSS pixel of a canvas that is in no document; the screen's for one that is.
 */
export function plotOf(canvas: HTMLCanvasElement, spec: ChartSpec, theme: Theme, detail?: number): Plot {
  switch (spec.kind) {
    case 'bars':
      return new BarChart(canvas, spec, theme, detail);
    case 'curves':
      return new CurveChart(canvas, spec, theme, detail);
  }
}

/** A chart as a drawing of its own, in any theme: Chart.js gets a canvas that is in no document. */
export function chartDrawing(spec: ChartSpec, theme: Theme, width: number, height: number): Drawing {
  return {
    width,
    height,
    draw: (context) => {
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      if (context instanceof CanvasRenderingContext2D) {
        const plot = plotOf(canvas, spec, theme, PNG_DETAIL);
        context.drawImage(canvas, 0, 0, width, height);
        plot.destroy();
        return;
      }
      // What records is handed to Chart.js as the canvas's own context. Destroying the chart would clear the recording.
      Object.assign(context, { canvas });
      Object.defineProperty(canvas, 'getContext', { value: () => context });
      plotOf(canvas, spec, theme, 1);
    },
  };
}

const PNG_DETAIL = 3;
