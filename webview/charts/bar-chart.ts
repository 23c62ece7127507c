import type { ConfigPath } from '../../src/findings/finding.ts';
import { type Theme, withAlpha } from '../theme.ts';
import {
  Chart,
  type ChartDataset,
  type ChartOptions,
  fontOf,
  highlightIn,
  type Plugin,
  type TooltipItem,
  tooltipStyle,
} from './chart-js.ts';
import { FillPainter } from './fills.ts';
import type { Point } from './keyboard.ts';
import {
  type BarEnd,
  drawNotes,
  drawReferences,
  drawValueLabels,
  REFERENCE_HEIGHT,
  widthBesideRows,
} from './labels.ts';
import { concerns } from './marking.ts';
import type { Place, Plot } from './plot.ts';
import { type BarSpec, stackTotal } from './spec.ts';

type TooltipOptions = NonNullable<NonNullable<ChartOptions<'bar'>['plugins']>['tooltip']>;
type BarValue = number | [number, number] | null;
type Bars = ChartDataset<'bar', BarValue[]>;

/** Room above the bars of a chart of columns for their values. */
const LABEL_HEIGHT = 16;

/** Bars, drawn. Updates redraw at once and without animation, which also is what reduced motion asks for. */
export class BarChart implements Plot {
  readonly #canvas: HTMLCanvasElement;
  readonly #detail: number | undefined;
  readonly #chart: Chart<'bar', BarValue[], string>;
  #spec: BarSpec;
  #theme: Theme;
  #fills: FillPainter;
  #marked: ConfigPath | undefined;

  /**
   * @param canvas in the document, where the chart takes the size of its parent; or detached with a size of its own.
   */
  constructor(canvas: HTMLCanvasElement, spec: BarSpec, theme: Theme, detail?: number) {
    this.#canvas = canvas;
    this.#detail = detail;
    this.#spec = spec;
    this.#theme = theme;
    this.#fills = new FillPainter(theme);
    this.#chart = new Chart(canvas, {
      type: 'bar',
      data: this.#data(),
      options: this.#options(),
      plugins: [this.#labelPlugin()],
    });
  }

  update(spec: BarSpec, theme: Theme): void {
    if (theme !== this.#theme) this.#fills = new FillPainter(theme);
    this.#spec = spec;
    this.#theme = theme;
    this.#chart.data = this.#data();
    this.#chart.options = this.#options();
    this.#chart.update('none');
  }

  /** Fits the chart to a parent that has just been given another size. */
  resize(): void {
    this.#chart.resize();
  }

  highlight(point: Point | undefined): Place | undefined {
    return highlightIn(this.#chart as Chart, point);
  }

  /** Marks what the caret's key decides about. */
  mark(path: ConfigPath | undefined): void {
    this.#marked = path;
    this.#chart.draw();
  }

  pointAt(event: MouseEvent): Point | undefined {
    const [hit] = this.#chart.getElementsAtEventForMode(event, 'nearest', { intersect: true }, true);
    return hit && { series: hit.datasetIndex, category: hit.index };
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #data(): { labels: string[]; datasets: Bars[] } {
    const { categories, series } = this.#spec;
    return {
      labels: categories.map(({ label }) => label),
      datasets: series.map(
        ({ label, values, fill, stack, starts }): Bars => ({
          label,
          data: values.map((value, index) => this.#barOf(value, starts?.[index])),
          stack,
          backgroundColor: categories.map(({ weight }) => this.#fills.fill(fill, weight)),
          borderColor: categories.map(({ weight }) => this.#fills.outline(fill, weight)),
          borderWidth: 1,
          borderSkipped: false,
          hoverBorderColor: this.#theme.foreground,
          hoverBorderWidth: 2,
        }),
      ),
    };
  }

  #options(): ChartOptions<'bar'> {
    const { direction, categories, axis, references = [] } = this.#spec;
    const theme = this.#theme;
    const rows = direction === 'rows';
    const strong = (index: number): boolean => !rows && categories[index]?.weight === 'strong';
    const font = fontOf(theme);
    // In high contrast, lines would compete with the values beside the bars, which say the same.
    const grid = { color: theme.grid, drawTicks: false, display: !theme.highContrast };
    const values = {
      stacked: true,
      border: { display: false },
      grid,
      ...this.#range(),
      ticks: {
        color: theme.muted,
        font,
        padding: 4,
        maxTicksLimit: 6,
        maxRotation: 0,
        ...(axis.scale === 'log2' ? { stepSize: 1 } : {}),
        callback: (value: number | string) => axis.formatTick(this.#fromAxis(Number(value))),
      },
    };
    const names = {
      stacked: true,
      grid: { display: false },
      border: { color: theme.grid },
      ticks: {
        autoSkip: false,
        maxRotation: 0,
        color: theme.foreground,
        font: ({ index }: { index: number }) => ({
          ...font,
          weight: strong(index) ? ('bold' as const) : ('normal' as const),
        }),
        callback: (_: number | string, index: number) =>
          shortName(categories[index]?.label ?? '', this.#chart?.width ?? this.#canvas.clientWidth),
      },
    };
    return {
      indexAxis: rows ? 'y' : 'x',
      responsive: this.#canvas.isConnected,
      ...(this.#detail === undefined ? {} : { devicePixelRatio: this.#detail }),
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: 'index', axis: rows ? 'y' : 'x', intersect: false },
      layout: {
        padding: rows
          ? { right: this.#widthBesideRows(), bottom: references.length > 0 ? REFERENCE_HEIGHT : 0 }
          : { top: LABEL_HEIGHT },
      },
      datasets: { bar: { minBarLength: 2, maxBarThickness: rows ? 14 : 72, categoryPercentage: 0.76 } },
      scales: rows ? { x: { ...values, position: 'top' }, y: names } : { x: names, y: values },
      plugins: { tooltip: this.#tooltip() },
    };
  }

  #tooltip(): TooltipOptions {
    return {
      ...tooltipStyle(this.#theme),
      filter: ({ datasetIndex, dataIndex }) => this.#valueAt(datasetIndex, dataIndex) !== null,
      callbacks: {
        label: ({ datasetIndex, dataIndex, dataset }: TooltipItem<'bar'>) => {
          const value = this.#valueAt(datasetIndex, dataIndex);
          return value === null ? '' : `${dataset.label}: ${this.#spec.axis.format(value)}`;
        },
        footer: ([first]: TooltipItem<'bar'>[]) => [...(this.#spec.categories[first?.dataIndex ?? -1]?.details ?? [])],
      },
    };
  }

  /** Value labels and notes, drawn over the bars and under the tooltip. */
  #labelPlugin(): Plugin<'bar'> {
    return {
      id: 'labels',
      beforeDatasetsDraw: (chart) => this.#drawMarks(chart),
      afterDatasetsDraw: (chart) => {
        const { direction, categories, series, axis, references = [] } = this.#spec;
        const ends: BarEnd[] = [];
        for (const [index] of series.entries()) {
          for (const [at, element] of chart.getDatasetMeta(index).data.entries()) {
            const total = stackTotal(series, index, at);
            if (total === null) continue;
            const { x, y } = element;
            ends.push({ x, y, text: axis.formatShort(total), strong: categories[at]?.weight === 'strong' });
          }
        }
        const values = chart.scales[direction === 'rows' ? 'x' : 'y'];
        const lines = references.flatMap(({ value, label }) => {
          const at = this.#toAxis(value);
          return at === null || values === undefined ? [] : [{ at: values.getPixelForValue(at), label }];
        });
        drawReferences(chart.ctx, this.#theme, direction, chart.chartArea, lines);
        drawValueLabels(chart.ctx, this.#theme, direction, ends);
        const rows = chart.scales['y'];
        if (direction === 'columns' || rows === undefined) return;
        const notes = categories.flatMap(({ note }, at) => (note ? [{ ...note, y: rows.getPixelForValue(at) }] : []));
        drawNotes(chart.ctx, this.#theme, chart.width - 1, notes);
      },
    };
  }

  /** Behind the bars, so that values stay readable. */
  #drawMarks({ ctx, chartArea, scales }: Chart): void {
    const { direction, categories } = this.#spec;
    const names = scales[direction === 'rows' ? 'y' : 'x'];
    if (names === undefined || this.#marked === undefined) return;
    const size = (direction === 'rows' ? chartArea.height : chartArea.width) / categories.length;
    ctx.save();
    ctx.fillStyle = withAlpha(this.#theme.focus, 0.18);
    ctx.strokeStyle = this.#theme.focus;
    for (const [index, category] of categories.entries()) {
      if (!concerns(this.#marked, category)) continue;
      const start = names.getPixelForValue(index) - size / 2;
      const [x, y, width, height] =
        direction === 'rows'
          ? [chartArea.left, start, chartArea.width, size]
          : [start, chartArea.top, size, chartArea.height];
      ctx.fillRect(x, y, width, height);
      ctx.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    }
    ctx.restore();
  }

  #range(): { min: number; suggestedMax: number } {
    const { axis, series, references = [] } = this.#spec;
    const values = series.flatMap((one) => one.values.map((value) => this.#toAxis(value) ?? 0));
    const most = Math.max(axis.atLeast, ...references.map(({ value }) => value));
    return { min: Math.floor(Math.min(0, ...values)), suggestedMax: this.#toAxis(most) ?? 0 };
  }

  #barOf(value: number | null, start: number | undefined): BarValue {
    const end = this.#toAxis(value === null || start === undefined ? value : start + value);
    const from = start === undefined ? null : this.#toAxis(start);
    return from === null || end === null ? end : [from, end];
  }

  #widthBesideRows(): number {
    const context = this.#canvas.getContext('2d');
    return context === null ? 0 : widthBesideRows(context, this.#theme, this.#spec);
  }

  /** Chart.js has no base-2 axis: logarithms on a linear one are the same picture. */
  #toAxis(value: number | null): number | null {
    if (value === null || !Number.isFinite(value)) return null;
    if (this.#spec.axis.scale === 'linear') return value;
    return value > 0 ? Math.log2(value) : null;
  }

  #fromAxis(value: number): number {
    return this.#spec.axis.scale === 'linear' ? value : 2 ** value;
  }

  #valueAt(series: number, category: number): number | null {
    return this.#spec.series[series]?.values[category] ?? null;
  }
}

/** Long layer names lose most of their beginning, which they share with others: `in…4e/5x5_reduce`. */
function shortName(name: string, chartWidth: number): string {
  const room = chartWidth < 480 ? 16 : 26;
  return name.length <= room ? name : `${name.slice(0, 2)}…${name.slice(3 - room)}`;
}
