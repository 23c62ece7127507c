/** Draws a `ChartSpec` on a canvas with Chart.js; the only module that knows Chart.js, of which it takes bars only. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartDataset,
  type ChartOptions,
  LinearScale,
  type Plugin,
  Tooltip,
  type TooltipItem,
} from 'chart.js';
import type { Theme } from '../theme.ts';
import { FillPainter } from './fills.ts';
import type { Point } from './keyboard.ts';
import { type BarEnd, drawNotes, drawValueLabels, widthBesideRows } from './labels.ts';
import { type Category, type ChartSpec, stackTotal } from './spec.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

type TooltipOptions = NonNullable<NonNullable<ChartOptions<'bar'>['plugins']>['tooltip']>;
type Bars = ChartDataset<'bar', (number | null)[]>;

/** Room above the bars of a chart of columns for their values. */
const LABEL_HEIGHT = 16;

/** A drawn chart. Updates redraw at once and without animation, which also is what reduced motion asks for. */
export class BarChart {
  readonly #canvas: HTMLCanvasElement;
  readonly #chart: Chart<'bar', (number | null)[], string>;
  #spec: ChartSpec;
  #theme: Theme;
  #fills: FillPainter;

  /** The canvas must be in the document: the chart takes the size of its parent. */
  constructor(canvas: HTMLCanvasElement, spec: ChartSpec, theme: Theme, onSelect: (category: Category) => void) {
    this.#canvas = canvas;
    this.#spec = spec;
    this.#theme = theme;
    this.#fills = new FillPainter(theme);
    this.#chart = new Chart(canvas, {
      type: 'bar',
      data: this.#data(),
      options: this.#options(),
      plugins: [this.#labelPlugin()],
    });
    canvas.addEventListener('click', (event) => {
      const category = this.#categoryAt(event);
      if (category !== undefined) onSelect(category);
    });
    canvas.addEventListener('mousemove', (event) => {
      canvas.classList.toggle('clickable', this.#categoryAt(event) !== undefined);
    });
  }

  update(spec: ChartSpec, theme: Theme): void {
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

  /** Marks one value and shows its tooltip, or none. Returns where on the canvas it is. */
  highlight(point: Point | undefined): { x: number; y: number } | undefined {
    const element = point && this.#chart.getDatasetMeta(point.series).data[point.category];
    const active = point && element ? [{ datasetIndex: point.series, index: point.category }] : [];
    const place = { x: element?.x ?? 0, y: element?.y ?? 0 };
    this.#chart.setActiveElements(active);
    this.#chart.tooltip?.setActiveElements(active, place);
    this.#chart.update('none');
    return element ? place : undefined;
  }

  #data(): { labels: string[]; datasets: Bars[] } {
    const { categories, series } = this.#spec;
    return {
      labels: categories.map(({ label }) => label),
      datasets: series.map(
        ({ label, values, fill, stack }): Bars => ({
          label,
          data: values.map((value) => this.#toAxis(value)),
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
    const { direction, categories, axis } = this.#spec;
    const theme = this.#theme;
    const rows = direction === 'rows';
    const strong = (index: number): boolean => !rows && categories[index]?.weight === 'strong';
    const font = { family: theme.fontFamily, size: theme.fontSize };
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
        callback: (_: number | string, index: number) => shortName(categories[index]?.label ?? '', this.#canvas),
      },
    };
    return {
      indexAxis: rows ? 'y' : 'x',
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: 'index', axis: rows ? 'y' : 'x', intersect: false },
      layout: { padding: rows ? { right: this.#widthBesideRows() } : { top: LABEL_HEIGHT } },
      datasets: { bar: { minBarLength: 2, maxBarThickness: rows ? 14 : 72, categoryPercentage: 0.76 } },
      scales: rows ? { x: { ...values, position: 'top' }, y: names } : { x: names, y: values },
      plugins: { tooltip: this.#tooltip() },
    };
  }

  #tooltip(): TooltipOptions {
    const { background, foreground, border } = this.#theme.tooltip;
    const font = { family: this.#theme.fontFamily, size: this.#theme.fontSize };
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
      afterDatasetsDraw: (chart) => {
        const { direction, categories, series, axis } = this.#spec;
        const ends: BarEnd[] = [];
        for (const [index] of series.entries()) {
          for (const [at, element] of chart.getDatasetMeta(index).data.entries()) {
            const total = stackTotal(series, index, at);
            if (total === null) continue;
            const { x, y } = element;
            ends.push({ x, y, text: axis.formatShort(total), strong: categories[at]?.weight === 'strong' });
          }
        }
        drawValueLabels(chart.ctx, this.#theme, direction, ends);
        const rows = chart.scales['y'];
        if (direction === 'columns' || rows === undefined) return;
        const notes = categories.flatMap(({ note }, at) => (note ? [{ ...note, y: rows.getPixelForValue(at) }] : []));
        drawNotes(chart.ctx, this.#theme, chart.width - 1, notes);
      },
    };
  }

  #range(): { min: number; suggestedMax: number } {
    const { axis, series } = this.#spec;
    const lowest = Math.min(0, ...series.flatMap(({ values }) => values.map((value) => this.#toAxis(value) ?? 0)));
    return { min: Math.floor(lowest), suggestedMax: this.#toAxis(axis.atLeast) ?? 0 };
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

  #categoryAt(event: MouseEvent): Category | undefined {
    const [hit] = this.#chart.getElementsAtEventForMode(event, 'nearest', { intersect: true }, true);
    return hit && this.#spec.categories[hit.index];
  }
}

/** Long layer names lose most of their beginning, which they share with others: `in…4e/5x5_reduce`. */
function shortName(name: string, canvas: HTMLCanvasElement): string {
  const room = canvas.clientWidth < 480 ? 16 : 26;
  return name.length <= room ? name : `${name.slice(0, 2)}…${name.slice(3 - room)}`;
}
