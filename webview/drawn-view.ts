import type { ConfigPath } from '../src/findings/finding.ts';
import type { Report } from '../src/report/report.ts';
import type { ChartFigure } from './charts/figure.ts';
import { element } from './dom.ts';
import type { Theme } from './theme.ts';
import type { View } from './view.ts';

/** A view whose body is dimmed while it is old and drawn while it is in sight; its figures mark what the caret is on. */
export abstract class DrawnView implements View {
  readonly element = element('div');
  /** Empty until there is something to show. */
  protected readonly body = element('div', { class: 'report-view', hidden: '' });
  protected isShown = false;

  constructor(protected theme: Theme) {}

  abstract setReport(report: Report, document: string): void;

  setOutdated(isOutdated: boolean): void {
    this.body.classList.toggle('outdated', isOutdated);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.draw();
  }

  setShown(isShown: boolean): void {
    this.isShown = isShown;
    this.draw();
  }

  setCaret(path: ConfigPath | undefined): void {
    for (const figure of this.figures()) figure.setCaret(path);
  }

  protected abstract figures(): readonly ChartFigure[];

  /** Draws what has changed, unless it is out of sight. */
  protected abstract draw(): void;
}
