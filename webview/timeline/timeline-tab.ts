import type { Report } from '../../src/report/report.ts';
import type { Timeline } from '../../src/report/timeline.ts';
import type { Announcer } from '../announcer.ts';
import { Asked } from '../asked.ts';
import { CanvasFigure } from '../canvas/canvas-figure.ts';
import type { FigureActions } from '../charts/figure.ts';
import { createButton } from '../controls.ts';
import { element, setText } from '../dom.ts';
import { milliseconds, percent } from '../format.ts';
import type { Host } from '../host.ts';
import type { Theme } from '../theme.ts';
import type { View } from '../view.ts';
import { sourceOf } from '../words.ts';
import { rowsOf, waitOf } from './lanes.ts';
import { moveHand, type TimelineHand, timelinePicture, zoomHand } from './timeline-picture.ts';
import { TIMELINE } from './words.ts';

/** What runs when in one iteration, and what is waited for. */
export class TimelineTab implements View {
  readonly element = element('div');
  readonly #asked: Asked<'timeline'>;
  readonly #name = element('h1');
  readonly #sentence = element('p', { class: 'sentence' });
  readonly #body = element('div', { class: 'report-view', hidden: '' });
  readonly #figure: CanvasFigure;
  readonly #hand: TimelineHand = { viewport: null, selected: null };
  #theme: Theme;
  #isShown = false;

  constructor(theme: Theme, announcer: Announcer, actions: FigureActions, host: Host) {
    this.#theme = theme;
    const button = (label: string, factor: number | null): HTMLElement => createButton(label, () => this.#zoom(factor));
    this.#figure = new CanvasFigure(
      announcer,
      actions,
      button(TIMELINE.nearer(), 2),
      button(TIMELINE.farther(), 0.5),
      button(TIMELINE.whole(), null),
    );
    this.#body.append(this.#name, this.#sentence, this.#figure.element);
    this.#asked = new Asked(host, 'timeline', this.#body, (report, timeline) => this.#answered(report, timeline));
    this.element.append(this.#asked.status, this.#body);
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

  setCaret(): void {
    // Its spans are layers, not keys.
  }

  #answered(report: Report, timeline: Timeline): void {
    // An edit shows in the same place; another config from its beginning.
    if (this.#name.textContent !== report.config.name) this.#hand.viewport = null;
    moveHand(this.#hand, timeline);
    setText(this.#name, report.config.name);
    const rows = rowsOf(timeline);
    const wait = (design: 'vdnn' | 'cdma'): [string, string] => {
      const seconds = timeline.designs.find((one) => one.design === design)?.seconds ?? 0;
      const waiting = waitOf(rows, design);
      return [milliseconds(waiting * 1e3), percent(seconds === 0 ? 0 : waiting / seconds)];
    };
    setText(this.#sentence, TIMELINE.sentence(...wait('cdma'), ...wait('vdnn')));
    this.#draw();
  }

  #zoom(factor: number | null): void {
    const timeline = this.#asked.answer?.content;
    if (timeline === undefined) return;
    if (factor === null) this.#hand.viewport = null;
    else zoomHand(this.#hand, timeline, factor);
    this.#figure.redraw();
  }

  #draw(): void {
    const answer = this.#asked.answer;
    if (!this.#isShown || answer === undefined) return;
    const { report, content } = answer;
    this.#figure.show((theme) => timelinePicture(content, theme, this.#hand), this.#theme, sourceOf(report));
  }
}
