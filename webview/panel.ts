import { type HostMessage, type PanelState, VIEW_NAMES, type ViewName } from '../protocol/messages.ts';
import type { ConfigPath } from '../src/findings/finding.ts';
import type { Report } from '../src/report/report.ts';
import { ActivationsView } from './activations/activations-view.ts';
import { Announcer } from './announcer.ts';
import type { FigureActions } from './charts/figure.ts';
import { ComparisonView } from './comparison/comparison-view.ts';
import { element } from './dom.ts';
import type { Host } from './host.ts';
import { LayersView } from './layers-view.ts';
import { OverviewView } from './overview-view.ts';
import { StatusLine } from './status.ts';
import { announcement } from './summary.ts';
import { SweepTab } from './sweep/sweep-tab.ts';
import { Tabs } from './tabs.ts';
import { onThemeChange, readTheme } from './theme.ts';
import { TimelineTab } from './timeline/timeline-tab.ts';
import { ValidationView } from './validation/validation-view.ts';
import type { View } from './view.ts';
import { bottlenecksView, costView, limitsView, memoryView } from './views.ts';
import { PLACEHOLDER, STATUS, TABS } from './words.ts';

/** The whole page: a status line, and below it the last valid result in one of several views. */
export class Panel {
  readonly #host: Host;
  readonly #resultAnnouncer = new Announcer();
  readonly #pointAnnouncer = new Announcer();
  readonly #status: StatusLine;
  readonly #placeholder = element('p', { class: 'placeholder' });
  readonly #main = element('main');
  readonly #activations: ActivationsView;
  readonly #comparison: ComparisonView;
  readonly #sweep: SweepTab;
  readonly #views: Readonly<Record<ViewName, View>>;
  readonly #tabs: Tabs<ViewName>;
  /** What is on screen: a state that brings the same result again redraws nothing. */
  #shown: { key: string; report: Report } | undefined;
  #document: string | undefined;
  #spoken = '';

  constructor(host: Host) {
    this.#host = host;
    const theme = readTheme();
    const announcer = this.#pointAnnouncer;
    this.#status = new StatusLine(
      (command) => host.post({ type: 'command', command }),
      (isOutdated) => {
        for (const view of this.#allViews()) view.setOutdated(isOutdated);
      },
    );
    const actions: FigureActions = {
      reveal: (path) => host.post({ type: 'reveal', path }),
      savePicture: (name, format, content) => host.post({ type: 'savePicture', name, format, content }),
      useValue: ({ path, written }) => host.post({ type: 'useValues', values: [{ path, value: written }] }),
    };
    this.#activations = new ActivationsView(theme, announcer, {
      study: () => host.post({ type: 'study' }),
      cancelStudy: () => host.post({ type: 'command', command: 'cancelStudy' }),
      featureMaps: (layer, image) => host.ask('featureMaps', { layer, image }),
      ...actions,
      rememberLayer: (featureLayer) => host.save({ featureLayer }),
      rememberedLayer: host.saved.featureLayer,
    });
    this.#comparison = new ComparisonView(theme, announcer, {
      ...actions,
      pin: () => host.post({ type: 'command', command: 'pin' }),
      unpin: (id) => host.post({ type: 'unpin', id }),
      copyText: (text) => host.post({ type: 'copyText', text }),
    });
    this.#sweep = new SweepTab(theme, announcer, actions, host);
    this.#views = {
      overview: new OverviewView(theme, announcer, actions, host),
      layers: new LayersView(theme, announcer, actions, host),
      timeline: new TimelineTab(theme, announcer, actions, host),
      bottlenecks: bottlenecksView(theme, announcer, actions),
      limits: limitsView(theme, announcer, actions, host),
      memory: memoryView(theme, announcer, actions),
      cost: costView(theme, announcer, actions),
      activations: this.#activations,
      comparison: this.#comparison,
      sweep: this.#sweep,
      validation: new ValidationView(theme, announcer, actions, host),
    };
    const shown = VIEW_NAMES.find((view) => view === host.saved.view) ?? 'overview';
    this.#tabs = new Tabs<ViewName>(
      TABS.label(),
      VIEW_NAMES.map((name) => ({ name, label: TABS.names[name](), content: this.#views[name].element })),
      shown,
      (view) => {
        host.save({ view });
        this.#setShown(view);
      },
    );
    const elements = this.#allViews().map((view) => view.element);
    this.#main.append(this.#tabs.list, this.#placeholder, ...elements);
    document.body.append(this.#status.element, this.#main, this.#resultAnnouncer.element, this.#pointAnnouncer.element);
    this.#setShown(shown);
    onThemeChange((changed) => {
      for (const view of this.#allViews()) view.setTheme(changed);
    });
  }

  /** Takes what the extension has sent. */
  receive(message: HostMessage): void {
    switch (message.type) {
      case 'state':
        this.#show(message.state);
        return;
      case 'study':
        this.#activations.receiveStudy(message);
        return;
      case 'caret':
        this.#setCaret(message.document === this.#document ? (message.path ?? undefined) : undefined);
        return;
      case 'comparison':
        this.#comparison.receive(message);
        return;
      case 'show':
        this.#tabs.choose(message.view);
        if (message.isToRun && message.view === 'sweep') this.#sweep.start();
        return;
      case 'words':
      case 'progress':
      case 'answer':
      case 'rejected':
        return;
    }
  }

  #show(state: PanelState): void {
    const { report, status, document } = state;
    this.#document = document.uri;
    this.#host.save({ document: document.uri, isLocked: state.isLocked });
    this.#status.show(state);
    this.#main.ariaBusy = String(status.kind === 'running');
    this.#main.classList.toggle('empty', report === null);
    this.#placeholder.hidden = report !== null;
    if (report === null) {
      this.#placeholder.textContent = PLACEHOLDER[status.kind === 'current' ? 'running' : status.kind]();
      this.#shown = undefined;
    } else {
      this.#showReport(`${document.uri} ${report.config.hash} ${state.run?.requestedAtMs}`, report, document.uri);
    }
    this.#speak(state);
  }

  #showReport(key: string, report: Report, document: string): void {
    if (this.#shown?.key === key) return;
    this.#shown = { key, report };
    for (const view of this.#allViews()) view.setReport(report, document);
  }

  #allViews(): View[] {
    return VIEW_NAMES.map((name) => this.#views[name]);
  }

  #setShown(shown: ViewName): void {
    for (const name of VIEW_NAMES) this.#views[name].setShown(name === shown);
  }

  #setCaret(path: ConfigPath | undefined): void {
    for (const view of this.#allViews()) view.setCaret(path);
  }

  /** One sentence per new result or new problem; passing states are not worth an interruption. */
  #speak({ status, report }: PanelState): void {
    let sentence: string;
    switch (status.kind) {
      case 'running':
      case 'stale':
        return;
      case 'current':
        sentence = report === null ? '' : announcement(report);
        break;
      case 'problems':
        sentence = `${STATUS.problems(status.count, report !== null)}. ${status.first}`;
        break;
      case 'failed':
        sentence = `${STATUS.failed(report !== null)}. ${status.message}`;
        break;
    }
    if (sentence === this.#spoken) return;
    this.#spoken = sentence;
    this.#resultAnnouncer.say(sentence);
  }
}
