import type { ShownSweep } from '../../src/exploration/shown-sweep.ts';
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Report } from '../../src/report/report.ts';
import type { Announcer } from '../announcer.ts';
import type { FigureActions } from '../charts/figure.ts';
import { createButton } from '../controls.ts';
import { element, setText } from '../dom.ts';
import { count } from '../format.ts';
import type { Host } from '../host.ts';
import type { Theme } from '../theme.ts';
import type { View } from '../view.ts';
import { TABS } from '../words.ts';
import { ChosenPoint } from './chosen-point.ts';
import { sentenceOf } from './sentences.ts';
import { StandingTable } from './standing-table.ts';
import { SweepPictures } from './sweep-pictures.ts';
import { CHOICES, SWEEP } from './words.ts';

/** The sweep of a config: run on demand, looked at in several pictures, and one of its points put into the config. */
export class SweepTab implements View {
  readonly element = element('div');
  readonly #host: Host;
  readonly #status = element('p', { class: 'study-status', role: 'status' });
  readonly #progress = element('progress', { 'aria-label': SWEEP.progress(), hidden: '' });
  readonly #run: HTMLElement;
  readonly #cancel: HTMLElement;
  readonly #export: HTMLElement;
  readonly #sentence = element('p', { class: 'sentence' });
  readonly #standing: StandingTable;
  readonly #body = element('div', { class: 'report-view', hidden: '' });
  readonly #pictures: SweepPictures;
  readonly #chosen: ChosenPoint;
  #theme: Theme;
  #isShown = false;
  #document: string | undefined;
  #report: Report | undefined;
  #running: AbortController | undefined;
  #shown: ShownSweep | undefined;
  /** The config whose last sweep was asked for. */
  #recalled: string | undefined;
  /** Hash of the config that `#shown` is of. */
  #hash: string | undefined;

  constructor(theme: Theme, announcer: Announcer, actions: FigureActions, host: Host) {
    this.#theme = theme;
    this.#host = host;
    this.#run = createButton(SWEEP.run(), () => this.start());
    this.#cancel = createButton(SWEEP.cancel(), () => this.#stop(SWEEP.cancelled()));
    this.#export = createButton(CHOICES.exportPoints(), () => host.post({ type: 'command', command: 'exportSweep' }));
    this.#chosen = new ChosenPoint(host);
    this.#pictures = new SweepPictures({ announcer, actions, host }, (row) => this.#chosen.choose(row));
    this.#standing = new StandingTable((row) => {
      this.#chosen.choose(row);
      this.#pictures.select(row);
    });
    this.#body.append(this.#sentence, this.#standing.element, this.#chosen.element, this.#pictures.element);
    this.element.append(
      element('h1', {}, TABS.names.sweep()),
      element('div', { class: 'controls' }, this.#run, this.#progress, this.#cancel, this.#export),
      this.#status,
      this.#body,
    );
    this.#cancel.hidden = true;
    this.#export.hidden = true;
    setText(this.#status, SWEEP.notRun());
  }

  setReport(report: Report, document: string): void {
    // A sweep may have been asked for before the first result was there.
    const isOther = document !== this.#document && !(this.#document === undefined && this.#running !== undefined);
    this.#document = document;
    this.#report = report;
    if (isOther) {
      this.#running?.abort();
      this.#running = undefined;
      this.#shown = undefined;
      this.#body.hidden = true;
      this.#export.hidden = true;
      this.#showRunning(false);
      setText(this.#status, SWEEP.notRun());
      this.#recalled = undefined;
      this.#recall();
    } else if (this.#shown !== undefined && report.config.hash !== this.#hash) this.#markOutdated();
    else this.#draw();
  }

  setOutdated(): void {
    // The sweep says itself which text it is of.
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#draw();
  }

  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#recall();
    this.#draw();
  }

  setCaret(_: ConfigPath | undefined): void {
    // A point has all keys at once.
  }

  start(): void {
    this.#running?.abort();
    const controller = new AbortController();
    this.#running = controller;
    this.#showRunning(true);
    setText(this.#status, SWEEP.running(count(0), '?'));
    const options = {
      signal: controller.signal,
      onProgress: (done: number, total: number, partial?: ShownSweep) => {
        if (this.#running !== controller) return;
        this.#progress.max = total;
        this.#progress.value = done;
        setText(this.#status, SWEEP.running(count(done), count(total)));
        if (partial !== undefined) this.#take(partial);
      },
    };
    void this.#host.ask('sweep', {}, options).then(
      (shown) => {
        if (this.#running !== controller) return;
        this.#stop('');
        this.#take(shown);
      },
      (reason: Error) => {
        if (this.#running === controller) this.#stop(reason.message);
      },
    );
  }

  /** After a page was hidden, or when another config is looked at: what was run before is still known. Asked once, in sight. */
  #recall(): void {
    const document = this.#document;
    if (!this.#isShown || document === undefined || document === this.#recalled || this.#running !== undefined) return;
    this.#recalled = document;
    void this.#host.ask('lastSweep', {}).then(
      (last) => {
        if (last === null || this.#document !== document || this.#running !== undefined) return;
        setText(this.#status, '');
        this.#take(last.shown);
        if (!last.isCurrent) this.#markOutdated();
      },
      () => undefined,
    );
  }

  #take(shown: ShownSweep): void {
    this.#shown = shown;
    this.#hash = this.#report?.config.hash;
    this.#body.hidden = false;
    this.#export.hidden = this.#running !== undefined;
    this.#body.classList.remove('outdated');
    this.#chosen.show(shown.columns, this.#running === undefined ? shown.columns.best : null);
    this.#pictures.select(shown.columns.best);
    this.#draw();
  }

  #markOutdated(): void {
    this.#body.classList.add('outdated');
    setText(this.#status, SWEEP.outdated());
  }

  #stop(status: string): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#showRunning(false);
    setText(this.#status, status);
  }

  #showRunning(isRunning: boolean): void {
    this.#progress.hidden = !isRunning;
    this.#cancel.hidden = !isRunning;
    this.#run.hidden = isRunning;
  }

  #draw(): void {
    const shown = this.#shown;
    if (!this.#isShown || shown === undefined) return;
    setText(this.#sentence, sentenceOf(shown));
    this.#standing.show(shown);
    const { config } = shown.columns;
    const source = `${config.name} · config ${config.hash.slice(0, 12)}`;
    this.#pictures.show({ shown, theme: this.#theme, source, present: this.#report?.config.resolved });
  }
}
