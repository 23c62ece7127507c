import type { ConfigPath } from '../src/findings/finding.ts';
import type { NetworkFigures } from '../src/report/network-figures.ts';
import type { Report } from '../src/report/report.ts';
import type { Announcer } from './announcer.ts';
import { compressionRatioChart } from './charts/compression-ratio.ts';
import { ChartFigure, type FigureActions } from './charts/figure.ts';
import { NETWORK_CHARTS } from './charts/networks.ts';
import { offloadTrafficChart } from './charts/offload-traffic.ts';
import { performanceChart } from './charts/performance.ts';
import { NETWORKS } from './charts/words.ts';
import { createButton, createDropdown } from './controls.ts';
import { element, setText } from './dom.ts';
import type { Host } from './host.ts';
import { Provenance } from './provenance.ts';
import { Summary } from './summary.ts';
import type { Theme } from './theme.ts';
import type { View } from './view.ts';
import { sourceOf } from './words.ts';

/** Which networks the charts are about. */
type Scope = 'own' | 'six';

/** The result at a glance: headline, the charts of slides 57-60 for the config's network or all six, and provenance. */
export class OverviewView implements View {
  readonly #result = element('div', { class: 'result', hidden: '' });
  readonly element = element('div', {}, this.#result);
  readonly #host: Host;
  readonly #summary = new Summary();
  readonly #provenance = new Provenance();
  readonly #own: readonly { figure: ChartFigure; make: typeof performanceChart }[];
  readonly #six: readonly { figure: ChartFigure; make: (typeof NETWORK_CHARTS)[number] }[];
  readonly #ownCharts: HTMLElement;
  readonly #sixCharts: HTMLElement;
  readonly #status = element('p', { class: 'study-status', role: 'status' });
  readonly #progress = element('progress', { 'aria-label': NETWORKS.progress(), hidden: '' });
  readonly #cancel: HTMLElement;
  #theme: Theme;
  #scope: Scope;
  #report: Report | undefined;
  #isShown = false;
  #drawn: { report: Report; theme: Theme } | undefined;
  #asking: { report: Report; controller: AbortController } | undefined;
  #networks: { report: Report; figures: readonly NetworkFigures[] } | undefined;

  constructor(theme: Theme, announcer: Announcer, actions: FigureActions, host: Host) {
    this.#theme = theme;
    this.#host = host;
    this.#scope = host.saved.networks === 'six' ? 'six' : 'own';
    const figures = <Make>(makers: readonly Make[]) =>
      makers.map((make) => ({ figure: new ChartFigure(announcer, actions), make }));
    this.#own = figures([compressionRatioChart, offloadTrafficChart, performanceChart]);
    this.#six = figures(NETWORK_CHARTS);
    this.#ownCharts = element('div', { class: 'codec-charts' }, ...this.#own.map(({ figure }) => figure.element));
    this.#sixCharts = element('div', { class: 'network-charts' }, ...this.#six.map(({ figure }) => figure.element));
    this.#cancel = createButton(NETWORKS.cancel(), () => this.#cancelAsking());
    const controls = element('div', { class: 'controls' }, this.#scopeDropdown(), this.#progress, this.#cancel);
    this.#result.append(
      this.#summary.element,
      controls,
      this.#status,
      this.#ownCharts,
      this.#sixCharts,
      this.#provenance.element,
    );
    this.#showScope();
  }

  setReport(report: Report): void {
    this.#report = report;
    this.#result.hidden = false;
    this.#summary.show(report);
    this.#provenance.show(report);
    this.#update();
  }

  setOutdated(isOutdated: boolean): void {
    this.#result.classList.toggle('outdated', isOutdated);
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#update();
  }

  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#update();
  }

  setCaret(path: ConfigPath | undefined): void {
    for (const { figure } of [...this.#own, ...this.#six]) figure.setCaret(path);
  }

  #update(): void {
    const report = this.#report;
    if (!this.#isShown || report === undefined) return;
    switch (this.#scope) {
      case 'own':
        this.#drawOwn(report);
        return;
      case 'six':
        this.#askNetworks(report);
        this.#drawSix();
        return;
    }
  }

  #drawOwn(report: Report): void {
    const theme = this.#theme;
    if (this.#drawn?.report === report && this.#drawn.theme === theme) return;
    this.#drawn = { report, theme };
    for (const { figure, make } of this.#own) figure.show(make(report), theme, sourceOf(report));
  }

  #drawSix(): void {
    if (this.#networks === undefined) return;
    const { report, figures } = this.#networks;
    this.#sixCharts.classList.toggle('outdated', report !== this.#report);
    for (const { figure, make } of this.#six) figure.show(make(report, figures), this.#theme, sourceOf(report));
  }

  #askNetworks(report: Report): void {
    if (this.#networks?.report === report || this.#asking?.report === report) return;
    this.#asking?.controller.abort();
    const controller = new AbortController();
    this.#asking = { report, controller };
    this.#showProgress(0, 6);
    const options = {
      signal: controller.signal,
      onProgress: (done: number, total: number) => this.#showProgress(done, total),
    };
    void this.#host.ask('networks', { hash: report.config.hash }, options).then(
      (figures) => {
        if (this.#asking?.report !== report) return;
        this.#networks = { report, figures };
        this.#stopAsking('');
        this.#drawSix();
      },
      (reason: Error) => {
        if (this.#asking?.report === report) this.#stopAsking(reason.message);
      },
    );
  }

  #showProgress(done: number, total: number): void {
    this.#progress.hidden = false;
    this.#cancel.hidden = false;
    this.#progress.max = total;
    this.#progress.value = done;
    setText(this.#status, NETWORKS.running(done, total));
  }

  #stopAsking(status: string): void {
    this.#asking = undefined;
    this.#progress.hidden = true;
    this.#cancel.hidden = true;
    setText(this.#status, status);
  }

  #cancelAsking(): void {
    this.#asking?.controller.abort();
    this.#stopAsking(NETWORKS.cancelled());
  }

  #showScope(): void {
    this.#ownCharts.hidden = this.#scope !== 'own';
    this.#sixCharts.hidden = this.#scope !== 'six';
    if (this.#asking === undefined) this.#stopAsking('');
  }

  #scopeDropdown(): HTMLElement {
    const choices: { value: Scope; label: string }[] = [
      { value: 'own', label: NETWORKS.own() },
      { value: 'six', label: NETWORKS.six() },
    ];
    return createDropdown(NETWORKS.scope(), choices, this.#scope, (networks) => {
      this.#scope = networks;
      this.#host.save({ networks });
      this.#showScope();
      this.#update();
    });
  }
}
