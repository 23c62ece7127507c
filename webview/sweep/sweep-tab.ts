import type { PanelMessageBody } from '../../protocol/messages.ts';
import type { SweepColumns } from '../../src/exploration/columns.ts';
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Report } from '../../src/report/report.ts';
import type { Announcer } from '../announcer.ts';
import { CanvasFigure } from '../canvas/canvas-figure.ts';
import type { FigureActions } from '../charts/figure.ts';
import { createButton, createDropdown } from '../controls.ts';
import { element, setText } from '../dom.ts';
import { count } from '../format.ts';
import type { Host } from '../host.ts';
import type { Theme } from '../theme.ts';
import type { View } from '../view.ts';
import { TABS } from '../words.ts';
import { brushedRows } from './brush.ts';
import { BrushedTable } from './brushed-table.ts';
import { columnOf, nameOf, parametersOf, pointText } from './columns.ts';
import { type CloudHand, pointCloud } from './point-cloud.ts';
import { SWEEP } from './words.ts';

/** The sweep of a config: run on demand, its points as a cloud of any two columns, and one of them put into the config. */
export class SweepTab implements View {
  readonly element = element('div');
  readonly #host: Host;
  readonly #announcer: Announcer;
  readonly #actions: FigureActions;
  readonly #status = element('p', { class: 'study-status', role: 'status' });
  readonly #progress = element('progress', { 'aria-label': SWEEP.progress(), hidden: '' });
  readonly #run: HTMLElement;
  readonly #cancel: HTMLElement;
  readonly #use: HTMLElement;
  readonly #sentence = element('p', { class: 'sentence' });
  readonly #selected = element('p', { class: 'detail' });
  readonly #brushed = new BrushedTable();
  readonly #body = element('div', { class: 'report-view', hidden: '' });
  readonly #place = element('div');
  #figure: CanvasFigure | undefined;
  #theme: Theme;
  #hand: CloudHand = { view: null, selected: null, brush: null };
  #isShown = false;
  #isChosenScheduled = false;
  #document: string | undefined;
  #hash: string | undefined;
  #running: AbortController | undefined;
  #sweep: SweepColumns | undefined;
  #axes: { x: string | undefined; y: string | undefined };

  constructor(theme: Theme, announcer: Announcer, actions: FigureActions, host: Host) {
    this.#theme = theme;
    this.#host = host;
    this.#announcer = announcer;
    this.#actions = actions;
    this.#axes = { x: host.saved.sweepX, y: host.saved.sweepY };
    this.#run = createButton(SWEEP.run(), () => this.#start());
    this.#cancel = createButton(SWEEP.cancel(), () => this.#stop(SWEEP.cancelled()));
    this.#use = createButton(SWEEP.use(), () => this.#useSelected());
    this.#body.append(
      this.#sentence,
      this.#place,
      element('div', { class: 'controls' }, this.#use, this.#selected),
      this.#brushed.element,
    );
    this.element.append(
      element('h1', {}, TABS.names.sweep()),
      element('div', { class: 'controls' }, this.#run, this.#progress, this.#cancel),
      this.#status,
      this.#body,
    );
    this.#cancel.hidden = true;
    setText(this.#status, SWEEP.notRun());
  }

  setReport(report: Report, document: string): void {
    if (document !== this.#document) {
      this.#running?.abort();
      this.#running = undefined;
      this.#sweep = undefined;
      this.#body.hidden = true;
      this.#showRunning(false);
      setText(this.#status, SWEEP.notRun());
    } else if (this.#sweep !== undefined && report.config.hash !== this.#hash) {
      this.#body.classList.add('outdated');
      setText(this.#status, SWEEP.outdated());
    }
    this.#document = document;
    this.#hash = report.config.hash;
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
    this.#draw();
  }

  setCaret(_: ConfigPath | undefined): void {
    // A point has all keys at once.
  }

  #start(): void {
    this.#running?.abort();
    const controller = new AbortController();
    this.#running = controller;
    this.#showRunning(true);
    setText(this.#status, SWEEP.running(count(0), '?'));
    const options = {
      signal: controller.signal,
      onProgress: (done: number, total: number) => {
        this.#progress.max = total;
        this.#progress.value = done;
        setText(this.#status, SWEEP.running(count(done), count(total)));
      },
    };
    void this.#host.ask('sweep', {}, options).then(
      (sweep) => {
        if (this.#running !== controller) return;
        this.#stop('');
        this.#sweep = sweep;
        this.#hand = { view: null, selected: sweep.best, brush: null };
        this.#body.hidden = false;
        this.#body.classList.remove('outdated');
        this.#buildFigure(sweep);
        this.#draw();
      },
      (reason: Error) => {
        if (this.#running === controller) this.#stop(reason.message);
      },
    );
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

  /** Its dropdowns name the columns of this sweep. */
  #buildFigure(sweep: SweepColumns): void {
    const choices = sweep.columns.map((column) => ({ value: column.key as string, label: nameOf(column) }));
    const objective = sweep.objectives[0]?.metric;
    const x = columnOf(sweep, this.#axes.x)?.key ?? sweep.columns[0]?.key;
    const y = columnOf(sweep, this.#axes.y)?.key ?? columnOf(sweep, objective)?.key ?? sweep.columns.at(-1)?.key;
    this.#axes = { x, y };
    const dropdown = (label: string, axis: 'x' | 'y', chosen: string): HTMLElement =>
      createDropdown(label, choices, chosen, (key) => {
        this.#axes = { ...this.#axes, [axis]: key };
        this.#host.save(axis === 'x' ? { sweepX: key } : { sweepY: key });
        this.#hand = { ...this.#hand, view: null, brush: null };
        this.#draw();
      });
    this.#figure = new CanvasFigure(
      this.#announcer,
      this.#actions,
      dropdown(SWEEP.upwards(), 'y', y ?? ''),
      dropdown(SWEEP.across(), 'x', x ?? ''),
    );
    this.#place.replaceChildren(this.#figure.element);
  }

  #draw(): void {
    const sweep = this.#sweep;
    if (!this.#isShown || sweep === undefined) return;
    const [x, y] = [columnOf(sweep, this.#axes.x), columnOf(sweep, this.#axes.y)];
    const infeasible = sweep.feasible.reduce((sum, one) => sum + (one === 0 ? 1 : 0), 0);
    const best = sweep.best === null ? SWEEP.noneFeasible() : SWEEP.bestIs(pointText(sweep, sweep.best));
    setText(this.#sentence, `${SWEEP.sentence(count(sweep.points), count(sweep.dropped), count(infeasible))} ${best}`);
    // Without a point there are no columns either.
    this.#place.hidden = x === undefined;
    if (x === undefined || y === undefined) return;
    const cloud = { sweep, x, y, onChange: () => this.#scheduleChosen() };
    const source = `${sweep.config.name} · config ${sweep.config.hash.slice(0, 12)}`;
    this.#figure?.show((theme) => pointCloud(cloud, theme, this.#hand), this.#theme, source);
    this.#showChosen();
  }

  /** However many points are brushed one after the other, they are counted once between two frames. */
  #scheduleChosen(): void {
    if (this.#isChosenScheduled) return;
    this.#isChosenScheduled = true;
    requestAnimationFrame(() => {
      this.#isChosenScheduled = false;
      this.#showChosen();
    });
  }

  /** The selected point and the brushed ones. */
  #showChosen(): void {
    const sweep = this.#sweep;
    const [x, y] = sweep === undefined ? [] : [columnOf(sweep, this.#axes.x), columnOf(sweep, this.#axes.y)];
    if (sweep === undefined || x === undefined || y === undefined) return;
    const { selected, brush } = this.#hand;
    this.#use.hidden = selected === null;
    setText(this.#selected, selected === null ? SWEEP.selectOne() : pointText(sweep, selected));
    this.#brushed.show(sweep, brush === null ? [] : brushedRows(x, y, brush));
  }

  #useSelected(): void {
    const { selected } = this.#hand;
    if (selected === null || this.#sweep === undefined) return;
    const values = parametersOf(this.#sweep, selected);
    this.#host.post({ type: 'useValues', values } satisfies PanelMessageBody);
  }
}
