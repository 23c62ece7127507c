import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Report } from '../../src/report/report.ts';
import type { Announcer } from '../announcer.ts';
import { ChartFigure } from '../charts/figure.ts';
import { criticalPathChart, criticalRatioChart, unlimitedChart } from '../charts/resources.ts';
import { element, setText } from '../dom.ts';
import type { Theme } from '../theme.ts';
import { BOTTLENECKS } from '../words.ts';

/** What the iteration waits for, in the four views that together do not mislead, and the sentence that sums them up. */
export class BottlenecksView {
  readonly element: HTMLElement;
  readonly #name = element('h1');
  readonly #sentence = element('p', { class: 'bottleneck-sentence' });
  /** Empty until there is a result. */
  readonly #content = element('div', { class: 'bottlenecks', hidden: '' });
  readonly #path: ChartFigure;
  readonly #unlimited: ChartFigure;
  readonly #critical: ChartFigure;
  #report: Report | undefined;
  #theme: Theme;
  #isShown = false;
  /** What is drawn: nothing is drawn while another view is in sight, for a hidden canvas has no size. */
  #drawn: { report: Report; theme: Theme } | undefined;

  constructor(theme: Theme, announcer: Announcer, reveal: (path: ConfigPath) => void) {
    this.#theme = theme;
    this.#path = new ChartFigure(announcer, reveal);
    this.#unlimited = new ChartFigure(announcer, reveal);
    this.#critical = new ChartFigure(announcer, reveal);
    const note = element('p', { class: 'description' }, BOTTLENECKS.note());
    this.#content.append(
      this.#name,
      this.#sentence,
      note,
      this.#path.element,
      this.#unlimited.element,
      this.#critical.element,
    );
    this.element = element('div', {}, this.#content);
  }

  setReport(report: Report): void {
    this.#report = report;
    this.#content.hidden = false;
    setText(this.#name, report.config.name);
    setText(this.#sentence, `${report.bottleneck.sentence}.`);
    this.#draw();
  }

  /** Dims what belongs to an older text. */
  setOutdated(isOutdated: boolean): void {
    this.#content.classList.toggle('outdated', isOutdated);
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
    this.#path.show(criticalPathChart(report), this.#theme);
    this.#unlimited.show(unlimitedChart(report), this.#theme);
    this.#critical.show(criticalRatioChart(report), this.#theme);
  }
}
