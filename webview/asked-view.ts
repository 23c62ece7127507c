import type { Questions } from '../protocol/messages.ts';
import type { ConfigPath } from '../src/findings/finding.ts';
import type { Report } from '../src/report/report.ts';
import type { Announcer } from './announcer.ts';
import { Asked, type ResultKind } from './asked.ts';
import { ChartFigure, type FigureActions } from './charts/figure.ts';
import type { ChartSpec } from './charts/spec.ts';
import { element, setText } from './dom.ts';
import type { Host } from './host.ts';
import type { Theme } from './theme.ts';
import type { View } from './view.ts';
import { sourceOf } from './words.ts';

interface AskedViewContent<Kind extends ResultKind> {
  kind: Kind;
  sentence(report: Report, content: Questions[Kind]['answer']): string;
  note: string;
  charts: readonly ((report: Report, content: Questions[Kind]['answer']) => ChartSpec)[];
}

/** A view of figures that are only computed when it is in sight. */
export class AskedView<Kind extends ResultKind> implements View {
  readonly element: HTMLElement;
  readonly #asked: Asked<Kind>;
  readonly #content: AskedViewContent<Kind>;
  readonly #name = element('h1');
  readonly #sentence = element('p', { class: 'sentence' });
  readonly #body = element('div', { class: 'report-view', hidden: '' });
  readonly #figures: readonly { figure: ChartFigure; make: AskedViewContent<Kind>['charts'][number] }[];
  #theme: Theme;
  #isShown = false;

  constructor(theme: Theme, announcer: Announcer, actions: FigureActions, host: Host, content: AskedViewContent<Kind>) {
    this.#theme = theme;
    this.#content = content;
    this.#figures = content.charts.map((make) => ({ figure: new ChartFigure(announcer, actions), make }));
    const note = element('p', { class: 'description' }, content.note);
    this.#body.append(this.#name, this.#sentence, note, ...this.#figures.map(({ figure }) => figure.element));
    this.#asked = new Asked(host, content.kind, this.#body, (report, answer) => {
      setText(this.#name, report.config.name);
      setText(this.#sentence, this.#content.sentence(report, answer));
      this.#draw();
    });
    this.element = element('div', {}, this.#asked.status, this.#body);
  }

  setReport(report: Report): void {
    this.#asked.setReport(report);
  }

  setOutdated(isOutdated: boolean): void {
    this.#asked.setOutdated(isOutdated);
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#draw();
  }

  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#asked.setShown(isShown);
    this.#draw();
  }

  setCaret(path: ConfigPath | undefined): void {
    for (const { figure } of this.#figures) figure.setCaret(path);
  }

  #draw(): void {
    const answer = this.#asked.answer;
    if (!this.#isShown || answer === undefined) return;
    const { report, content } = answer;
    for (const { figure, make } of this.#figures) figure.show(make(report, content), this.#theme, sourceOf(report));
  }
}
