import type { FeatureMapsMessage, PanelState, StudyMessage } from '../protocol/messages.ts';
import type { Report } from '../src/report/report.ts';
import { ActivationsView } from './activations/activations-view.ts';
import type { Configured } from './activations/ratio-table.ts';
import { Announcer } from './announcer.ts';
import { compressionRatioChart } from './charts/compression-ratio.ts';
import { ChartFigure, type FigureActions } from './charts/figure.ts';
import { LAYER_METRICS, type LayerMetric, readLayerMetric } from './charts/layer-metrics.ts';
import { layersChart } from './charts/layers.ts';
import { memoryComponentsChart, peakMemoryChart } from './charts/memory.ts';
import { offloadTrafficChart } from './charts/offload-traffic.ts';
import { performanceChart } from './charts/performance.ts';
import { criticalPathChart, criticalRatioChart, unlimitedChart } from './charts/resources.ts';
import { createDropdown } from './controls.ts';
import { element } from './dom.ts';
import type { Host } from './host.ts';
import { Provenance } from './provenance.ts';
import { ReportView } from './report-view.ts';
import { StatusLine } from './status.ts';
import { announcement, Summary } from './summary.ts';
import { Tabs } from './tabs.ts';
import { onThemeChange, readTheme } from './theme.ts';
import { BOTTLENECKS, LAYER_CHART, MEMORY, PLACEHOLDER, STATUS, sourceOf, TABS } from './words.ts';

/** The editor draws its squiggles meanwhile, on the same thread. */
const OUT_OF_VIEW_DELAY_MS = 100;

const VIEWS = ['results', 'bottlenecks', 'memory', 'activations'] as const;
type View = (typeof VIEWS)[number];

/** The whole page: a status line, and below it the last valid result. */
export class Panel {
  readonly #host: Host;
  readonly #resultAnnouncer = new Announcer();
  readonly #pointAnnouncer = new Announcer();
  readonly #status: StatusLine;
  readonly #placeholder = element('p', { class: 'placeholder' });
  readonly #summary = new Summary();
  readonly #provenance = new Provenance();
  readonly #codecCharts: readonly { figure: ChartFigure; make: typeof performanceChart }[];
  readonly #layersFigure: ChartFigure;
  readonly #result = element('div', { class: 'result', hidden: '' });
  readonly #bottlenecks: ReportView;
  readonly #memory: ReportView;
  readonly #activations: ActivationsView;
  #theme = readTheme();
  #metric: LayerMetric;
  /** What is on screen: a state that brings the same result again redraws nothing. */
  #shown: { key: string; report: Report } | undefined;
  #spoken = '';

  constructor(host: Host) {
    this.#host = host;
    this.#metric = readLayerMetric(host.saved.layerMetric);
    this.#status = new StatusLine(
      {
        simulate: () => host.post({ type: 'simulate' }),
        showProblems: () => host.post({ type: 'showProblems' }),
      },
      (outdated) => {
        this.#result.classList.toggle('outdated', outdated);
        for (const view of this.#reportViews()) view.setOutdated(outdated);
      },
    );
    const actions: FigureActions = {
      reveal: (path) => host.post({ type: 'reveal', path }),
      savePicture: (name, png) => host.post({ type: 'savePicture', name, png }),
    };
    this.#codecCharts = [compressionRatioChart, offloadTrafficChart, performanceChart].map((make) => ({
      figure: new ChartFigure(this.#pointAnnouncer, actions),
      make,
    }));
    this.#layersFigure = new ChartFigure(this.#pointAnnouncer, actions, this.#metricDropdown());
    this.#result.append(
      this.#summary.element,
      element('div', { class: 'codec-charts' }, ...this.#codecCharts.map(({ figure }) => figure.element)),
      this.#layersFigure.element,
      this.#provenance.element,
    );
    this.#bottlenecks = new ReportView(this.#theme, this.#pointAnnouncer, actions, {
      sentence: ({ bottleneck }) => `${bottleneck.sentence}.`,
      note: BOTTLENECKS.note(),
      charts: [criticalPathChart, unlimitedChart, criticalRatioChart],
    });
    this.#memory = new ReportView(this.#theme, this.#pointAnnouncer, actions, {
      sentence: memorySentence,
      note: MEMORY.note(),
      charts: [peakMemoryChart, memoryComponentsChart],
    });
    this.#activations = new ActivationsView(this.#theme, this.#pointAnnouncer, {
      study: () => host.post({ type: 'study' }),
      cancelStudy: () => host.post({ type: 'cancelStudy' }),
      featureMaps: (layer, image) => host.post({ type: 'featureMaps', layer, image }),
      reveal: actions.reveal,
      rememberLayer: (featureLayer) => host.save({ featureLayer }),
      rememberedLayer: host.saved.featureLayer,
    });
    const results = element('div', {}, this.#placeholder, this.#result);
    const shown = VIEWS.find((view) => view === host.saved.view) ?? 'results';
    const tabs = new Tabs<View>(
      TABS.label(),
      [
        { name: 'results', label: TABS.results(), content: results },
        { name: 'bottlenecks', label: TABS.bottlenecks(), content: this.#bottlenecks.element },
        { name: 'memory', label: TABS.memory(), content: this.#memory.element },
        { name: 'activations', label: TABS.activations(), content: this.#activations.element },
      ],
      shown,
      (view) => {
        host.save({ view });
        this.#setView(view);
      },
    );
    document.body.append(
      this.#status.element,
      element(
        'main',
        {},
        tabs.list,
        results,
        this.#bottlenecks.element,
        this.#memory.element,
        this.#activations.element,
      ),
      this.#resultAnnouncer.element,
      this.#pointAnnouncer.element,
    );
    this.#setView(shown);
    onThemeChange((theme) => {
      this.#theme = theme;
      for (const view of this.#reportViews()) view.setTheme(theme);
      this.#activations.setTheme(theme);
      if (this.#shown !== undefined) this.#drawCharts(this.#shown.report);
    });
  }

  show(state: PanelState): void {
    const { report, status } = state;
    this.#status.show(state);
    this.#result.ariaBusy = String(status.kind === 'running');
    this.#result.hidden = report === null;
    this.#placeholder.hidden = report !== null;
    if (report === null) {
      this.#placeholder.textContent = PLACEHOLDER[status.kind === 'current' ? 'running' : status.kind]();
      this.#shown = undefined;
    } else {
      this.#showReport(`${state.document.uri} ${report.config.hash} ${state.run?.requestedAtMs}`, report);
    }
    if (report !== null) this.#activations.setConfig(state.document.uri, configuredIn(report));
    this.#speak(state);
  }

  #reportViews(): readonly ReportView[] {
    return [this.#bottlenecks, this.#memory];
  }

  #setView(view: View): void {
    this.#bottlenecks.setShown(view === 'bottlenecks');
    this.#memory.setShown(view === 'memory');
    this.#activations.setShown(view === 'activations');
  }

  showStudy(message: StudyMessage): void {
    this.#activations.receiveStudy(message);
  }

  showFeatureMaps({ document, layer, image, maps }: FeatureMapsMessage): void {
    this.#activations.receiveFeatureMaps(document, layer, image, maps);
  }

  #showReport(key: string, report: Report): void {
    if (this.#shown?.key === key) return;
    this.#shown = { key, report };
    this.#summary.show(report);
    this.#provenance.show(report);
    this.#drawCharts(report);
    for (const view of this.#reportViews()) view.setReport(report);
  }

  /** What is in view is drawn at once; the rest follows a moment later, unless a newer result has come. */
  #drawCharts(report: Report): void {
    const theme = this.#theme;
    const drawings = [
      ...this.#codecCharts.map(({ figure, make }) => ({
        figure,
        draw: () => figure.show(make(report), theme, sourceOf(report)),
      })),
      { figure: this.#layersFigure, draw: () => this.#drawLayers(report) },
    ];
    const inView = drawings.filter(({ figure }) => !figure.isDrawn || isInView(figure.element));
    for (const { draw } of inView) draw();
    const drawRest = (): void => {
      if (this.#shown?.report !== report || this.#theme !== theme) return;
      for (const drawing of drawings) if (!inView.includes(drawing)) drawing.draw();
    };
    setTimeout(drawRest, OUT_OF_VIEW_DELAY_MS);
  }

  #drawLayers(report: Report): void {
    this.#layersFigure.show(layersChart(report, this.#metric), this.#theme, sourceOf(report));
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

  #metricDropdown(): HTMLElement {
    const names = Object.keys(LAYER_METRICS) as LayerMetric[];
    const choices = names.map((value) => ({ value, label: LAYER_CHART.metrics[value]() }));
    return createDropdown(LAYER_CHART.metric(), choices, this.#metric, (metric) => {
      this.#metric = metric;
      this.#host.save({ layerMetric: metric });
      if (this.#shown !== undefined) this.#drawLayers(this.#shown.report);
    });
  }
}

function memorySentence({ memory: { fitsResident, fitsOffloaded } }: Report): string {
  if (fitsResident) return MEMORY.fits();
  return fitsOffloaded === null ? MEMORY.unknown() : fitsOffloaded ? MEMORY.fitsOffloaded() : MEMORY.fitsNot();
}

function configuredIn({ config: { resolved } }: Report): Configured {
  const { activations } = resolved.workload;
  return { codec: resolved.dma.codec, layout: activations.source === 'uniform' ? null : activations.layout };
}

function isInView(figure: HTMLElement): boolean {
  const { top, bottom } = figure.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}
