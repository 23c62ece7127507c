import type { HostMessageBody } from '../../protocol/messages.ts';
import type { Contestant } from '../../src/comparison/comparison.ts';
import type { Announcer } from '../announcer.ts';
import { tableElement } from '../charts/data-table.ts';
import { ChartFigure, type FigureActions } from '../charts/figure.ts';
import { FillPainter } from '../charts/fills.ts';
import { LAYER_METRICS, type LayerMetric } from '../charts/layer-metrics.ts';
import { createButton, createDropdown } from '../controls.ts';
import { element } from '../dom.ts';
import { DrawnView } from '../drawn-view.ts';
import type { Theme } from '../theme.ts';
import { LAYER_CHART } from '../words.ts';
import { CONTESTANT_FILLS, FIGURE_CHARTS, layerComparisonChart, letterOf } from './comparison-charts.ts';
import { COMPARISON } from './words.ts';

type Content = Omit<Extract<HostMessageBody, { type: 'comparison' }>, 'type'>;

interface ComparisonActions extends FigureActions {
  pin(): void;
  unpin(id: string): void;
  copyText(text: string): void;
}

/** The present result and pinned ones beside each other: figures, what differs in their configs, and every layer. */
export class ComparisonView extends DrawnView {
  readonly #actions: ComparisonActions;
  readonly #list = element('ul', { class: 'contestants' });
  readonly #hint = element('p', { class: 'description' }, COMPARISON.hint());
  readonly #cautions = element('ul', { class: 'cautions' });
  readonly #differences = element('section', { 'aria-label': COMPARISON.differencesHeading() });
  readonly #figures: readonly { figure: ChartFigure; make: (typeof FIGURE_CHARTS)[number] }[];
  readonly #layers: ChartFigure;
  readonly #copies: readonly HTMLElement[];
  #metric: LayerMetric = 'ratio';
  #content: Content = { contestants: [], comparison: null, markdown: '', csv: '' };

  constructor(theme: Theme, announcer: Announcer, actions: ComparisonActions) {
    super(theme);
    this.#actions = actions;
    this.#figures = FIGURE_CHARTS.map((make) => ({ figure: new ChartFigure(announcer, actions), make }));
    const metrics = (Object.keys(LAYER_METRICS) as LayerMetric[]).map((value) => ({
      value,
      label: LAYER_CHART.metrics[value](),
    }));
    const dropdown = createDropdown(LAYER_CHART.metric(), metrics, this.#metric, (metric) => {
      this.#metric = metric;
      this.draw();
    });
    this.#layers = new ChartFigure(announcer, actions, dropdown);
    this.#copies = [
      createButton(COMPARISON.copy(), () => actions.copyText(this.#content.markdown)),
      createButton(COMPARISON.copyCsv(), () => actions.copyText(this.#content.csv)),
    ];
    const pin = createButton(COMPARISON.pin(), () => actions.pin());
    this.body.append(
      this.#cautions,
      element('div', { class: 'codec-charts' }, ...this.#figures.map(({ figure }) => figure.element)),
      this.#differences,
      this.#layers.element,
    );
    this.element.append(
      element('h1', {}, COMPARISON.heading()),
      element('div', { class: 'controls' }, pin, ...this.#copies),
      this.#hint,
      this.#list,
      this.body,
    );
  }

  receive(content: Content): void {
    this.#content = content;
    this.draw();
  }

  override setReport(): void {
    // The extension sends another comparison with it.
  }

  protected override figures(): readonly ChartFigure[] {
    return [...this.#figures.map(({ figure }) => figure), this.#layers];
  }

  protected override draw(): void {
    const { contestants, comparison } = this.#content;
    this.#hint.hidden = contestants.length > 1;
    for (const copy of this.#copies) copy.hidden = comparison === null;
    this.body.hidden = comparison === null || contestants.length === 0;
    if (!this.isShown) return;
    this.#list.replaceChildren(...contestants.map((one, index) => this.#contestantItem(one, index)));
    if (comparison === null) return;
    this.#cautions.replaceChildren(...comparison.cautions.map((caution) => element('li', {}, caution)));
    this.#showDifferences();
    const source = contestants.map(({ name }, index) => `${letterOf(index)}: ${name}`).join('; ');
    for (const { figure, make } of this.#figures) figure.show(make(contestants), this.theme, source);
    this.#layers.show(layerComparisonChart(contestants, this.#metric), this.theme, source);
  }

  #contestantItem({ id, name, result }: Contestant, index: number): HTMLElement {
    const fill = CONTESTANT_FILLS[index % CONTESTANT_FILLS.length];
    const swatch = element('canvas', { width: '14', height: '10', 'aria-hidden': 'true' });
    const context = swatch.getContext('2d');
    if (context !== null && fill !== undefined) new FillPainter(this.theme).drawSwatch(context, fill, 0, 0);
    const what = element(
      'span',
      {},
      element('strong', {}, letterOf(index)),
      ` ${name} `,
      element(
        'span',
        { class: 'detail' },
        COMPARISON.workload(result.network.title, result.config.resolved.workload.batch),
      ),
    );
    const item = element('li', {}, swatch, what);
    if (id === '') item.append(element('span', { class: 'detail' }, COMPARISON.present()));
    else {
      const unpin = createButton(COMPARISON.unpin(), () => this.#actions.unpin(id));
      unpin.setAttribute('aria-label', COMPARISON.unpinOf(name));
      item.append(unpin);
    }
    return item;
  }

  #showDifferences(): void {
    const { contestants, comparison } = this.#content;
    const differences = comparison?.differences ?? [];
    const heading = element('h2', {}, COMPARISON.differencesHeading());
    if (differences.length === 0) {
      this.#differences.replaceChildren(heading, element('p', { class: 'description' }, COMPARISON.noDifferences()));
      return;
    }
    const table = tableElement(COMPARISON.differencesCaption(), {
      columns: [COMPARISON.key(), ...contestants.map((_, index) => letterOf(index))],
      rows: differences.map(({ path, values }) => ({ header: path.join('.'), cells: values })),
    });
    const place = element('div', { class: 'scroll-x', tabindex: '0', role: 'region' }, table);
    place.setAttribute('aria-label', COMPARISON.differencesCaption());
    this.#differences.replaceChildren(heading, place);
  }
}
