import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Announcer } from '../announcer.ts';
import { createButton } from '../controls.ts';
import { element, setText } from '../dom.ts';
import { type FramedDrawing, type SavePicture, TakeAwayMenu } from '../pictures/take-away-menu.ts';
import type { Theme } from '../theme.ts';
import { CHART } from '../words.ts';
import { BarChart } from './bar-chart.ts';
import { chartDrawing, plotOf } from './chart-drawing.ts';
import { CurveChart } from './curve-chart.ts';
import { DataTable } from './data-table.ts';
import { gridOf, type Point, pointAfterKey } from './keyboard.ts';
import { REFERENCE_HEIGHT } from './labels.ts';
import { legendOf } from './legend.ts';
import { LegendList } from './legend-list.ts';
import type { Plot } from './plot.ts';
import { offerOf, revealOf, spokenChart, spokenPoint } from './reading.ts';
import type { ChartSpec, ValueOffer } from './spec.ts';

/** Height of a row in CSS pixels, by the number of bars in it. */
const ROW_HEIGHT = 22;
const ROW_HEIGHT_PER_BAR = 16;
const AXIS_HEIGHT = 28;

/** What a figure asks of the extension. */
export interface FigureActions {
  reveal(path: ConfigPath): void;
  savePicture: SavePicture;
  /** Puts a value into the config. */
  useValue(offer: ValueOffer): void;
}

/** A chart with all that makes it readable: heading, description, legend, keyboard, spoken text, data table. */
export class ChartFigure {
  readonly element: HTMLElement;
  readonly #heading = element('h2');
  readonly #description = element('p', { class: 'description' });
  readonly #legend = new LegendList();
  readonly #canvas = element('canvas', { role: 'img', tabindex: '0' });
  readonly #plot = element('div', { class: 'plot' }, this.#canvas);
  readonly #offer = element('div', { class: 'controls offer', hidden: '' });
  readonly #table = new DataTable();
  readonly #menu: TakeAwayMenu;
  readonly #announcer: Announcer;
  readonly #actions: FigureActions;
  #shown: { spec: ChartSpec; theme: Theme; source: string; plot: Plot } | undefined;
  #point: Point | undefined;
  #caret: ConfigPath | undefined;

  constructor(announcer: Announcer, actions: FigureActions, ...controls: readonly HTMLElement[]) {
    this.#announcer = announcer;
    this.#actions = actions;
    this.#menu = new TakeAwayMenu((inColours) => this.#pictureIn(inColours), actions.savePicture);
    const titleRow = element('div', { class: 'title-row' }, this.#heading, ...controls, this.#menu.element);
    const caption = element('figcaption', {}, titleRow, this.#description, this.#legend.element);
    this.element = element('figure', {}, caption, this.#plot, this.#offer, this.#table.element);
    this.#canvas.addEventListener('keydown', (event) => this.#onKey(event));
    this.#canvas.addEventListener('blur', () => this.#leave());
    this.#canvas.addEventListener('click', (event) => this.#choose(this.#shown?.plot.pointAt(event)));
    this.#canvas.addEventListener('mousemove', (event) => {
      const point = this.#shown?.plot.pointAt(event);
      const isOfUse =
        point !== undefined && this.#shown !== undefined && revealOf(this.#shown.spec, point) !== undefined;
      this.#canvas.classList.toggle('clickable', isOfUse);
    });
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
    this.#legend.show(legendOf(spec, theme), theme);
    this.#canvas.setAttribute('aria-label', spokenChart(spec));
    this.#menu.setHeading(spec.heading);
    this.#table.show(spec.heading, spec.table);
    this.#point = undefined;
    this.#offer.hidden = true;
    const resized = this.#fitHeight(spec);
    const plot = this.#plotFor(spec, theme);
    this.#shown = { spec, theme, source, plot };
    if (resized) plot.resize();
    if (this.#caret !== undefined) plot.mark(this.#caret);
  }

  /** The key at the caret: what it decides about is marked. */
  setCaret(path: ConfigPath | undefined): void {
    if (path?.join() === this.#caret?.join()) return;
    this.#caret = path;
    this.#shown?.plot.mark(path);
  }

  /** The plot that there is, brought up to date; a new one where there is none. */
  #plotFor(spec: ChartSpec, theme: Theme): Plot {
    const plot = this.#shown?.plot;
    if (plot instanceof BarChart && spec.kind === 'bars') plot.update(spec, theme);
    else if (plot instanceof CurveChart && spec.kind === 'curves') plot.update(spec, theme);
    else {
      plot?.destroy();
      return plotOf(this.#canvas, spec, theme);
    }
    return plot;
  }

  /** Rows keep their height however many there are: the chart grows, the page scrolls. */
  #fitHeight(spec: ChartSpec): boolean {
    this.#plot.classList.toggle('curves', spec.kind === 'curves');
    if (spec.kind === 'curves' || spec.direction === 'columns') return false;
    const bars = new Set(spec.series.map(({ stack }) => stack)).size;
    const row = Math.max(ROW_HEIGHT, bars * ROW_HEIGHT_PER_BAR);
    const below = (spec.references ?? []).length > 0 ? REFERENCE_HEIGHT : 0;
    const height = `${spec.categories.length * row + AXIS_HEIGHT + below}px`;
    if (this.#plot.style.height === height) return false;
    this.#plot.style.height = height;
    return true;
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#shown === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = pointAfterKey(event.key, this.#point, gridOf(this.#shown.spec));
    if (next !== undefined) this.#moveTo(next);
    else if (event.key === 'Enter') this.#choose(this.#point ?? { category: 0, series: 0 });
    else if (event.key === 'Escape' && this.#point !== undefined) this.#moveTo(undefined);
    else return;
    event.preventDefault();
  }

  #moveTo(point: Point | undefined): void {
    if (this.#shown === undefined || point === this.#point) return;
    const { spec, plot } = this.#shown;
    this.#point = point;
    const place = plot.highlight(point);
    if (place !== undefined) this.#scrollTo(place.y);
    if (point !== undefined) this.#announcer.say(spokenPoint(spec, point));
  }

  /** The keyboard went elsewhere; an offer stays, so that it can be reached. */
  #leave(): void {
    this.#moveTo(undefined);
  }

  /** Shows the key behind a value, and offers the value itself where the config can take it. */
  #choose(point: Point | undefined): void {
    if (point === undefined || this.#shown === undefined) return;
    const { spec } = this.#shown;
    const offer = offerOf(spec, point);
    this.#offer.hidden = offer === undefined;
    if (offer !== undefined) this.#showOffer(offer);
    const path = revealOf(spec, point);
    if (path !== undefined) this.#actions.reveal(path);
  }

  #showOffer(offer: ValueOffer): void {
    const use = createButton(CHART.useValue(), () => {
      this.#offer.hidden = true;
      this.#actions.useValue(offer);
    });
    this.#offer.replaceChildren(element('code', {}, `${offer.path.join('.')}: ${offer.written}`), use);
  }

  #pictureIn(inColours: (theme: Theme) => Theme): FramedDrawing | undefined {
    if (this.#shown === undefined) return undefined;
    const { spec, source } = this.#shown;
    const theme = inColours(this.#shown.theme);
    const drawing = chartDrawing(spec, theme, this.#plot.clientWidth, this.#plot.clientHeight);
    const entries = legendOf(spec, theme);
    const { heading, description } = spec;
    return { drawing, frame: { heading, description, source, theme, legend: entries.length < 2 ? [] : entries } };
  }

  /** Brings a place of a chart that is taller than the window into view. */
  #scrollTo(y: number): void {
    const top = this.#canvas.getBoundingClientRect().top + y;
    const margin = Math.min(80, innerHeight / 4);
    if (top < margin) scrollBy(0, top - margin);
    else if (top > innerHeight - margin) scrollBy(0, top - innerHeight + margin);
  }
}
