import type { Report } from '../src/report/report.ts';
import type { Announcer } from './announcer.ts';
import { ChartFigure, type FigureActions } from './charts/figure.ts';
import type { ChartSpec } from './charts/spec.ts';
import { element, setText } from './dom.ts';
import { DrawnView } from './drawn-view.ts';
import type { Theme } from './theme.ts';
import { sourceOf } from './words.ts';

/** What a view of a report is made of. */
export interface ReportViewContent {
  /** The sentence that sums it up. */
  sentence(report: Report): string;
  /** What is to be known when reading it. */
  note: string;
  charts: readonly ChartMaker[];
  /** What follows the charts. */
  appendix?(report: Report): readonly HTMLElement[];
}

/** Null where this report has nothing to draw. */
export type ChartMaker = (report: Report) => ChartSpec | null;

/** A view of the panel: a sentence and charts. */
export class ReportView extends DrawnView {
  readonly #name = element('h1');
  readonly #sentence = element('p', { class: 'sentence' });
  readonly #appendix = element('div');
  readonly #content: ReportViewContent;
  readonly #figures: readonly { figure: ChartFigure; make: ChartMaker }[];
  #report: Report | undefined;
  #drawn: { report: Report; theme: Theme } | undefined;

  constructor(theme: Theme, announcer: Announcer, actions: FigureActions, content: ReportViewContent) {
    super(theme);
    this.#content = content;
    this.#figures = content.charts.map((make) => ({ figure: new ChartFigure(announcer, actions), make }));
    const note = element('p', { class: 'description' }, content.note);
    const figures = this.#figures.map(({ figure }) => figure.element);
    this.body.append(this.#name, this.#sentence, note, ...figures, this.#appendix);
    this.element.append(this.body);
  }

  override setReport(report: Report): void {
    this.#report = report;
    this.body.hidden = false;
    setText(this.#name, report.config.name);
    setText(this.#sentence, this.#content.sentence(report));
    this.draw();
  }

  protected override figures(): readonly ChartFigure[] {
    return this.#figures.map(({ figure }) => figure);
  }

  protected override draw(): void {
    const report = this.#report;
    if (!this.isShown || report === undefined) return;
    if (this.#drawn?.report === report && this.#drawn.theme === this.theme) return;
    this.#drawn = { report, theme: this.theme };
    for (const { figure, make } of this.#figures) {
      const spec = make(report);
      figure.element.hidden = spec === null;
      if (spec !== null) figure.show(spec, this.theme, sourceOf(report));
    }
    this.#appendix.replaceChildren(...(this.#content.appendix?.(report) ?? []));
  }
}
