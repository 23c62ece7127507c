import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Announcer } from '../announcer.ts';
import { element, setText } from '../dom.ts';
import { icon } from '../icons.ts';
import type { Theme } from '../theme.ts';
import { CHART } from '../words.ts';
import { BarChart } from './chart.ts';
import { DataTable } from './data-table.ts';
import { FillPainter } from './fills.ts';
import { type Point, pointAfterKey } from './keyboard.ts';
import { pictureOf } from './picture.ts';
import type { Category, ChartSpec } from './spec.ts';

/** Up to here a chart's label reads out every value; beyond, the data table serves better. */
const MOST_VALUES_SPOKEN = 12;

/** Height of a row in CSS pixels, by the number of bars in it. */
const ROW_HEIGHT = 22;
const ROW_HEIGHT_PER_BAR = 16;
const AXIS_HEIGHT = 28;

/** What a figure asks of the extension. */
export interface FigureActions {
  reveal(path: ConfigPath): void;
  savePicture(name: string, png: Uint8Array): void;
}

/** A chart with all that makes it readable: heading, description, legend, keyboard, spoken text, data table. */
export class ChartFigure {
  readonly element: HTMLElement;
  readonly #heading = element('h2');
  readonly #description = element('p', { class: 'description' });
  readonly #legend = element('ul', { class: 'legend' });
  readonly #canvas = element('canvas', { role: 'img', tabindex: '0' });
  readonly #plot = element('div', { class: 'plot' }, this.#canvas);
  readonly #table = new DataTable();
  readonly #save = element('button', { class: 'icon-button', title: CHART.savePicture() }, icon('picture'));
  readonly #announcer: Announcer;
  readonly #actions: FigureActions;
  #shown: { spec: ChartSpec; theme: Theme; source: string; chart: BarChart } | undefined;
  #legendShown: { labels: string; theme: Theme } | undefined;
  #point: Point | undefined;

  constructor(announcer: Announcer, actions: FigureActions, ...controls: readonly HTMLElement[]) {
    this.#announcer = announcer;
    this.#actions = actions;
    this.#save.addEventListener('click', () => void this.#savePicture());
    const titleRow = element('div', { class: 'title-row' }, this.#heading, ...controls, this.#save);
    const caption = element('figcaption', {}, titleRow, this.#description, this.#legend);
    this.element = element('figure', {}, caption, this.#plot, this.#table.element);
    this.#canvas.addEventListener('keydown', (event) => this.#onKey(event));
    this.#canvas.addEventListener('blur', () => this.#moveTo(undefined));
  }

  get isDrawn(): boolean {
    return this.#shown !== undefined;
  }

  /**
   * Draws the chart, in place once it exists. The figure must be in the document.
   *
   * @param source whose figures these are, for a picture that leaves the panel.
   */
  show(spec: ChartSpec, theme: Theme, source: string): void {
    setText(this.#heading, spec.heading);
    setText(this.#description, spec.description);
    this.#showLegend(spec, theme);
    this.#canvas.setAttribute('aria-label', spokenChart(spec));
    this.#save.setAttribute('aria-label', CHART.savePictureOf(spec.heading));
    this.#table.show(spec.heading, spec.table);
    this.#point = undefined;
    const resized = this.#fitHeight(spec);
    if (this.#shown === undefined) {
      const chart = new BarChart(this.#canvas, spec, theme, (category) => this.#revealCategory(category));
      this.#shown = { spec, theme, source, chart };
      return;
    }
    const { chart } = this.#shown;
    this.#shown = { spec, theme, source, chart };
    chart.update(spec, theme);
    if (resized) chart.resize();
  }

  #showLegend({ series }: ChartSpec, theme: Theme): void {
    const labels = series.map(({ label }) => label).join('\n');
    if (this.#legendShown?.labels === labels && this.#legendShown.theme === theme) return;
    this.#legendShown = { labels, theme };
    const fills = new FillPainter(theme);
    this.#legend.hidden = series.length < 2;
    this.#legend.replaceChildren(...series.map(({ label, fill }) => element('li', {}, fills.swatch(fill), label)));
  }

  /** Rows keep their height however many there are: the chart grows, the page scrolls. */
  #fitHeight({ direction, categories, series }: ChartSpec): boolean {
    if (direction === 'columns') return false;
    const bars = new Set(series.map(({ stack }) => stack)).size;
    const row = Math.max(ROW_HEIGHT, bars * ROW_HEIGHT_PER_BAR);
    const height = `${categories.length * row + AXIS_HEIGHT}px`;
    if (this.#plot.style.height === height) return false;
    this.#plot.style.height = height;
    return true;
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#shown === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { spec } = this.#shown;
    const next = pointAfterKey(event.key, this.#point, spec);
    if (next !== undefined) this.#moveTo(next);
    else if (event.key === 'Enter') this.#revealCategory(spec.categories[this.#point?.category ?? 0]);
    else if (event.key === 'Escape' && this.#point !== undefined) this.#moveTo(undefined);
    else return;
    event.preventDefault();
  }

  #moveTo(point: Point | undefined): void {
    if (this.#shown === undefined || point === this.#point) return;
    const { spec, chart } = this.#shown;
    this.#point = point;
    const place = chart.highlight(point);
    if (place !== undefined) this.#scrollTo(place.y);
    if (point !== undefined) this.#announcer.say(spokenPoint(spec, point));
  }

  #revealCategory(category: Category | undefined): void {
    if (category !== undefined) this.#actions.reveal(category.reveal);
  }

  async #savePicture(): Promise<void> {
    if (this.#shown === undefined) return;
    const { spec, theme, source } = this.#shown;
    const png = await pictureOf(this.#canvas, { heading: spec.heading, source }, theme);
    if (png !== undefined) this.#actions.savePicture(spec.heading, png);
  }

  /** Brings a place of a chart that is taller than the window into view. */
  #scrollTo(y: number): void {
    const top = this.#canvas.getBoundingClientRect().top + y;
    const margin = Math.min(80, innerHeight / 4);
    if (top < margin) scrollBy(0, top - margin);
    else if (top > innerHeight - margin) scrollBy(0, top - innerHeight + margin);
  }
}

/** The chart in words: the label of its canvas. */
function spokenChart(spec: ChartSpec): string {
  const { categories, series, axis } = spec;
  const all = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const values =
    all.length <= MOST_VALUES_SPOKEN
      ? categories.map((_, category) => `${spokenCategory(spec, category)}.`).join(' ')
      : CHART.summary(all.length, axis.format(Math.min(...all)), axis.format(Math.max(...all)));
  return `${spec.heading}. ${spec.description} ${values} ${CHART.instructions()}`;
}

function spokenCategory({ categories, series, axis }: ChartSpec, category: number): string {
  const values = series.map(({ label, values }) => `${label} ${spokenValue(values[category], axis.format)}`);
  return `${categories[category]?.label}: ${values.join(', ')}`;
}

function spokenPoint({ categories, series, axis }: ChartSpec, point: Point): string {
  const category = categories[point.category];
  const one = series[point.series];
  const value = `${one?.label} ${spokenValue(one?.values[point.category], axis.format)}`;
  return [`${category?.label}: ${value}`, ...(category?.details ?? [])].join('. ');
}

function spokenValue(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? CHART.noValue() : format(value);
}
