import type { Report } from '../src/report/report.ts';
import type { Announcer } from './announcer.ts';
import { ChartFigure, type FigureActions } from './charts/figure.ts';
import { LAYER_METRICS, type LayerMetric, readLayerMetric } from './charts/layer-metrics.ts';
import { LAYER_ORDERS, type LayerOrder, layersChart, readLayerOrder } from './charts/layers.ts';
import { createDropdown } from './controls.ts';
import { element, setText } from './dom.ts';
import { DrawnView } from './drawn-view.ts';
import type { Host } from './host.ts';
import type { Theme } from './theme.ts';
import { LAYER_CHART, sourceOf } from './words.ts';

/** Every layer with one of several metrics, in network order or sorted. */
export class LayersView extends DrawnView {
  readonly #host: Host;
  readonly #name = element('h1');
  readonly #figure: ChartFigure;
  #metric: LayerMetric;
  #order: LayerOrder;
  #report: Report | undefined;
  /** What is on screen: the same again is not drawn. */
  #drawn: { report: Report; theme: Theme; metric: LayerMetric; order: LayerOrder } | undefined;

  constructor(theme: Theme, announcer: Announcer, actions: FigureActions, host: Host) {
    super(theme);
    this.#host = host;
    this.#metric = readLayerMetric(host.saved.layerMetric);
    this.#order = readLayerOrder(host.saved.layerOrder);
    this.#figure = new ChartFigure(announcer, actions, this.#metricDropdown(), this.#orderDropdown());
    this.body.append(this.#name, this.#figure.element);
    this.element.append(this.body);
  }

  override setReport(report: Report): void {
    this.#report = report;
    this.body.hidden = false;
    setText(this.#name, report.config.name);
    this.draw();
  }

  protected override figures(): readonly ChartFigure[] {
    return [this.#figure];
  }

  protected override draw(): void {
    const report = this.#report;
    if (!this.isShown || report === undefined) return;
    const drawn = { report, theme: this.theme, metric: this.#metric, order: this.#order };
    const before = this.#drawn;
    if (before && Object.entries(drawn).every(([key, value]) => before[key as keyof typeof drawn] === value)) return;
    this.#drawn = drawn;
    this.#figure.show(layersChart(report, this.#metric, this.#order), this.theme, sourceOf(report));
  }

  #metricDropdown(): HTMLElement {
    const names = Object.keys(LAYER_METRICS) as LayerMetric[];
    const choices = names.map((value) => ({ value, label: LAYER_CHART.metrics[value]() }));
    return createDropdown(LAYER_CHART.metric(), choices, this.#metric, (layerMetric) => {
      this.#metric = layerMetric;
      this.#host.save({ layerMetric });
      this.draw();
    });
  }

  #orderDropdown(): HTMLElement {
    const choices = LAYER_ORDERS.map((value) => ({ value, label: LAYER_CHART.orders[value]() }));
    return createDropdown(LAYER_CHART.order(), choices, this.#order, (layerOrder) => {
      this.#order = layerOrder;
      this.#host.save({ layerOrder });
      this.draw();
    });
  }
}
