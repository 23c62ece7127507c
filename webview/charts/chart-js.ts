/** Chart.js with the parts of it that we use; the only module that knows it. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartOptions,
  LinearScale,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import type { Theme } from '../theme.ts';
import type { Point } from './keyboard.ts';
import type { Place } from './plot.ts';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineElement,
  PointElement,
  ScatterController,
  Tooltip,
);

export type { ChartDataset, ChartOptions, Plugin, TooltipItem } from 'chart.js';
export { Chart };

export function fontOf(theme: Theme): { family: string; size: number } {
  return { family: theme.fontFamily, size: theme.fontSize };
}

/** Looks of a tooltip as VS Code's own hovers have them. */
export function tooltipStyle(theme: Theme) {
  const { background, foreground, border } = theme.tooltip;
  const font = fontOf(theme);
  return {
    animation: false,
    backgroundColor: background,
    titleColor: foreground,
    bodyColor: foreground,
    footerColor: foreground,
    borderColor: border,
    borderWidth: 1,
    cornerRadius: 3,
    caretSize: 0,
    displayColors: false,
    titleFont: { ...font, weight: 'bold' },
    bodyFont: font,
    footerFont: { ...font, weight: 'normal' },
  } as const satisfies NonNullable<NonNullable<ChartOptions['plugins']>['tooltip']>;
}

/** Marks one value of a chart and shows its tooltip, or none. Returns where on the canvas it is. */
export function highlightIn(chart: Chart, point: Point | undefined): Place | undefined {
  const element = point && chart.getDatasetMeta(point.series).data[point.category];
  const active = point && element ? [{ datasetIndex: point.series, index: point.category }] : [];
  const place = { x: element?.x ?? 0, y: element?.y ?? 0 };
  chart.setActiveElements(active);
  chart.tooltip?.setActiveElements(active, place);
  chart.update('none');
  return element ? place : undefined;
}
