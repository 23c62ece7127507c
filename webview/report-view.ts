import type { Report } from '../src/report/report.ts';
import type { Announcer } from './announcer.ts';
import { ChartFigure, type FigureActions } from './charts/figure.ts';
import type { ChartSpec } from './charts/spec.ts';
import { element, setText } from './dom.ts';
import type { Theme } from './theme.ts';
import { sourceOf } from './words.ts';

/** What a view of a report is made of. */
export interface ReportViewContent {
  /** The sentence that sums it up. */
  sentence(report: Report): string;
  /** What is to be known when reading it. */
  note: string;
  charts: readonly ((report: Report) => ChartSpec)[];
}

/** A view of the panel besides the results: a sentence and charts. It is drawn while it is in sight. */
export class ReportView {
  readonly element: HTMLElement;
  readonly #name = element('h1');
  readonly #sentence = element('p', { class: 'bottleneck-sentence' });
  /** Empty until there is a result. */
  readonly #body = element('div', { class: 'report-view', hidden: '' });
  readonly #content: ReportViewContent;
  readonly #figures: readonly { figure: ChartFigure; make: (report: Report) => ChartSpec }[];
  #report: Report | undefined;
  #theme: Theme;
  #isShown = false;
  /** Nothing is drawn while another view is in sight, for a hidden canvas has no size. */
  #drawn: { report: Report; theme: Theme } | undefined;

  constructor(theme: Theme, announcer: Announcer, actions: FigureActions, content: ReportViewContent) {
    this.#theme = theme;
    this.#content = content;
    this.#figures = content.charts.map((make) => ({ figure: new ChartFigure(announcer, actions), make }));
    const note = element('p', { class: 'description' }, content.note);
    this.#body.append(this.#name, this.#sentence, note, ...this.#figures.map(({ figure }) => figure.element));
    this.element = element('div', {}, this.#body);
  }

  setReport(report: Report): void {
    this.#report = report;
    this.#body.hidden = false;
    setText(this.#name, report.config.name);
    setText(this.#sentence, this.#content.sentence(report));
    this.#draw();
  }

  /** Dims what belongs to an older text. */
  setOutdated(isOutdated: boolean): void {
    this.#body.classList.toggle('outdated', isOutdated);
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#draw();
  }

  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#draw();
  }

  #draw(): void {
    const report = this.#report;
    if (!this.#isShown || report === undefined) return;
    if (this.#drawn?.report === report && this.#drawn.theme === this.#theme) return;
    this.#drawn = { report, theme: this.#theme };
    for (const { figure, make } of this.#figures) figure.show(make(report), this.#theme, sourceOf(report));
  }
}
