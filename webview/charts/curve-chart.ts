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
import { DASHES } from './dashes.ts';
import type { Point } from './keyboard.ts';
import { concerns } from './marking.ts';
import type { Place, Plot } from './plot.ts';
import type { CurveAxis, CurveSpec } from './spec.ts';

type Curves = ChartDataset<'scatter', { x: number; y: number }[]>;

const MARKS = { none: false, circle: 'circle', triangle: 'triangle', square: 'rect', diamond: 'rectRot' } as const;

/** Room above the plot for the labels of vertical references. */
const LABEL_HEIGHT = 16;

/** Curves and points, drawn. Updates redraw at once and without animation. */
export class CurveChart implements Plot {
  readonly #canvas: HTMLCanvasElement;
  readonly #detail: number | undefined;
  readonly #chart: Chart<'scatter', { x: number; y: number }[]>;
  #spec: CurveSpec;
  #theme: Theme;
  #marked: ConfigPath | undefined;

  /**
   * @param canvas in the document, where the chart takes the size of its parent; or detached with a size of its own.
   */
  constructor(canvas: HTMLCanvasElement, spec: CurveSpec, theme: Theme, detail?: number) {
    this.#canvas = canvas;
    this.#detail = detail;
    this.#spec = spec;
    this.#theme = theme;
    this.#chart = new Chart(canvas, {
      type: 'scatter',
      data: this.#data(),
      options: this.#options(),
      plugins: [this.#referencePlugin()],
    });
  }

  update(spec: CurveSpec, theme: Theme): void {
    this.#spec = spec;
    this.#theme = theme;
    this.#chart.data = this.#data();
    this.#chart.options = this.#options();
    this.#chart.update('none');
  }

  resize(): void {
    this.#chart.resize();
  }

  highlight(point: Point | undefined): Place | undefined {
    return highlightIn(this.#chart as Chart, point);
  }

  mark(path: ConfigPath | undefined): void {
    this.#marked = path;
    this.#chart.update('none');
  }

  pointAt(event: MouseEvent): Point | undefined {
    const [hit] = this.#chart.getElementsAtEventForMode(event, 'nearest', { intersect: false }, true);
    if (hit === undefined) return undefined;
    const { x, y } = hit.element;
    const isNear = Math.hypot(event.offsetX - x, event.offsetY - y) < 24;
    return isNear ? { series: hit.datasetIndex, category: hit.index } : undefined;
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #data(): { datasets: Curves[] } {
    const { curves, x, y } = this.#spec;
    return {
      datasets: curves.map((curve): Curves => {
        const colour = this.#theme.tones[curve.tone];
        const isMarked = curve.points.map((point) => this.#marked !== undefined && concerns(this.#marked, point));
        return {
          label: curve.label,
          data: curve.points.map((point) => ({ x: toAxis(x, point.x), y: toAxis(y, point.y) })),
          showLine: curve.drawn !== 'points',
          stepped: curve.drawn === 'steps',
          // Chart.js then draws piece by piece, and not along a path of its own that no recording could read.
          segment: {},
          // Marks on the edge are whole.
          clip: 8,
          borderColor: colour,
          borderWidth: curve.isStrong ? 3 : 1.5,
          borderDash: DASHES[curve.dash],
          pointStyle: MARKS[curve.mark],
          pointRadius: isMarked.map((marked) => (marked ? 7 : curve.mark === 'none' ? 0 : 4)),
          pointHitRadius: 8,
          pointHoverRadius: 7,
          pointBackgroundColor: isMarked.map((marked) => (marked ? this.#theme.focus : withAlpha(colour, 0.6))),
          pointBorderColor: colour,
          pointHoverBorderColor: this.#theme.foreground,
          pointHoverBorderWidth: 2,
        };
      }),
    };
  }

  #options(): ChartOptions<'scatter'> {
    const { x, y } = this.#spec;
    return {
      responsive: this.#canvas.isConnected,
      ...(this.#detail === undefined ? {} : { devicePixelRatio: this.#detail }),
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: 'nearest', intersect: false },
      layout: { padding: { top: LABEL_HEIGHT, right: 12 } },
      scales: { x: this.#scale(x), y: this.#scale(y) },
      plugins: {
        tooltip: {
          ...tooltipStyle(this.#theme),
          callbacks: {
            title: ([item]: TooltipItem<'scatter'>[]) => item?.dataset.label ?? '',
            label: (item: TooltipItem<'scatter'>) => {
              const point = this.#spec.curves[item.datasetIndex]?.points[item.dataIndex];
              return point === undefined ? '' : [x.format(point.x), y.format(point.y)];
            },
            footer: ([item]: TooltipItem<'scatter'>[]) => [
              ...(this.#spec.curves[item?.datasetIndex ?? -1]?.points[item?.dataIndex ?? -1]?.details ?? []),
            ],
          },
        },
      },
    };
  }

  #scale(axis: CurveAxis) {
    const theme = this.#theme;
    const font = fontOf(theme);
    return {
      type: 'linear' as const,
      min: toAxis(axis, axis.from),
      max: toAxis(axis, axis.to),
      border: { color: theme.grid },
      grid: { color: theme.grid, drawTicks: false, display: !theme.highContrast },
      title: { display: true, text: axis.title, color: theme.muted, font, padding: 2 },
      ticks: {
        color: theme.muted,
        font,
        padding: 4,
        maxTicksLimit: 8,
        maxRotation: 0,
        // The ends of an axis need not be round.
        ...(axis.scale === 'log2' ? { stepSize: 1 } : { includeBounds: false }),
        callback: (value: number | string) => axis.formatTick(fromAxis(axis, Number(value))),
      },
    };
  }

  /** Labelled lines at given values of either axis. */
  #referencePlugin(): Plugin<'scatter'> {
    return {
      id: 'references',
      afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
        const { references } = this.#spec;
        ctx.save();
        ctx.strokeStyle = this.#theme.foreground;
        ctx.fillStyle = this.#theme.foreground;
        ctx.font = `${this.#theme.fontSize}px ${this.#theme.fontFamily}`;
        ctx.textBaseline = 'bottom';
        ctx.setLineDash([4, 3]);
        let occupied = Number.NEGATIVE_INFINITY;
        for (const { axis, value, label } of [...references].sort((a, b) => a.value - b.value)) {
          const scale = scales[axis];
          if (scale === undefined) continue;
          const at = scale.getPixelForValue(toAxis(this.#spec[axis], value));
          const isUpright = axis === 'x';
          const [low, high] = isUpright ? [chartArea.left, chartArea.right] : [chartArea.top, chartArea.bottom];
          if (at < low - 1 || at > high + 1) continue;
          ctx.beginPath();
          ctx.moveTo(isUpright ? at : chartArea.left, isUpright ? chartArea.top : at);
          ctx.lineTo(isUpright ? at : chartArea.right, isUpright ? chartArea.bottom : at);
          ctx.stroke();
          const { width } = ctx.measureText(label);
          if (!isUpright) {
            ctx.fillText(label, chartArea.right - width - 4, at - 2);
            continue;
          }
          const x = Math.max(chartArea.left, Math.min(at - width / 2, chartArea.right - width));
          // The label of a line that stands close to another is left out: the table has it.
          if (x < occupied) continue;
          occupied = x + width + 8;
          ctx.fillText(label, x, chartArea.top - 2);
        }
        ctx.restore();
      },
    };
  }
}

/** Chart.js has no base-2 axis: logarithms on a linear one are the same picture. */
function toAxis({ scale }: CurveAxis, value: number): number {
  return scale === 'linear' ? value : Math.log2(value);
}

function fromAxis({ scale }: CurveAxis, value: number): number {
  return scale === 'linear' ? value : 2 ** value;
}
