import type { StudyMessage } from '../../protocol/messages.ts';
import type { ActivationStudy, FeatureMaps } from '../../src/activations/activation-study.ts';
import type { Report } from '../../src/report/report.ts';
import type { Announcer } from '../announcer.ts';
import { type CanvasActions, CanvasFigure } from '../canvas/canvas-figure.ts';
import { createButton, createDropdown } from '../controls.ts';
import { element, setText } from '../dom.ts';
import type { Theme } from '../theme.ts';
import type { View } from '../view.ts';
import { sourceOf } from '../words.ts';
import { densityMap, type TimeScale } from './density-map.ts';
import { FeatureMapsFigure } from './feature-maps.ts';
import { fittedScatter, hasRecordedMaps } from './fitted-scatter.ts';
import { Observations } from './observations.ts';
import { type Configured, RatioTable } from './ratio-table.ts';
import { ACTIVATIONS } from './words.ts';

/** What the view asks of the extension and what it remembers. */
export interface ActivationActions extends CanvasActions {
  study(): void;
  cancelStudy(): void;
  featureMaps(layer: string, image: number): Promise<readonly FeatureMaps[]>;
  rememberLayer(layer: string): void;
  readonly rememberedLayer: string | undefined;
}

/** The activations of a config over training. Nothing is asked for before it is in view. */
export class ActivationsView implements View {
  readonly element = element('div', { class: 'activations' });
  readonly #actions: ActivationActions;
  readonly #status = element('p', { class: 'study-status', role: 'status' });
  readonly #progress = element('progress', { 'aria-label': ACTIVATIONS.progress(), hidden: '' });
  readonly #cancel: HTMLElement;
  readonly #again: HTMLElement;
  readonly #pictures = element('div', { class: 'study', hidden: '' });
  readonly #density: CanvasFigure;
  readonly #maps: FeatureMapsFigure;
  readonly #ratios = new RatioTable();
  readonly #fitted: CanvasFigure;
  readonly #observations = new Observations();
  #theme: Theme;
  /** Whose figures these are, for pictures that leave the panel. */
  #source = '';
  #timeScale: TimeScale = 'square-root';
  #configured: Configured = { codec: 'zvc', layout: 'NCHW' };
  #study: ActivationStudy | undefined;
  /** URI of the config that the page shows. */
  #document: string | undefined;
  #isShown = false;
  /** Whether the study of that config was asked for. */
  #isAsked = false;

  constructor(theme: Theme, announcer: Announcer, actions: ActivationActions) {
    this.#theme = theme;
    this.#actions = actions;
    const scales: { value: TimeScale; label: string }[] = [
      { value: 'square-root', label: ACTIVATIONS.timeScales['square-root']() },
      { value: 'linear', label: ACTIVATIONS.timeScales.linear() },
    ];
    this.#cancel = createButton(ACTIVATIONS.cancel(), actions.cancelStudy);
    this.#again = createButton(ACTIVATIONS.again(), actions.study);
    this.#showActions('none');
    this.#density = new CanvasFigure(
      announcer,
      actions,
      createDropdown(ACTIVATIONS.timeScale(), scales, this.#timeScale, (scale) => {
        this.#timeScale = scale;
        this.#drawCanvases();
      }),
    );
    this.#fitted = new CanvasFigure(announcer, actions);
    this.#maps = new FeatureMapsFigure(theme, ({ layer, image }) => {
      actions.rememberLayer(layer);
      this.#askFeatureMaps(layer, image);
    });
    this.#pictures.append(
      this.#density.element,
      this.#observations.element,
      this.#maps.element,
      this.#ratios.element,
      this.#fitted.element,
    );
    const heading = element('h1', { class: 'visually-hidden' }, ACTIVATIONS.heading());
    const progress = element('div', { class: 'controls' }, this.#progress, this.#cancel, this.#again);
    this.element.append(heading, this.#status, progress, this.#pictures);
  }

  setReport(report: Report, document: string): void {
    this.#configured = configuredIn(report);
    this.#source = sourceOf(report);
    if (document !== this.#document) {
      this.#document = document;
      this.#study = undefined;
      this.#isAsked = false;
      this.#pictures.hidden = true;
      setText(this.#status, ACTIVATIONS.waiting());
      this.#showActions('none');
    }
    this.#askIfShown();
  }

  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#askIfShown();
    if (isShown) this.#drawCanvases();
  }

  receiveStudy({ document, status, study }: StudyMessage): void {
    if (document !== this.#document) return;
    this.#pictures.classList.toggle('outdated', status.kind !== 'current');
    switch (status.kind) {
      case 'running':
        setText(this.#status, ACTIVATIONS.running(status.done, status.total));
        this.#progress.max = Math.max(1, status.total);
        this.#progress.value = status.done;
        this.#showActions('running');
        break;
      case 'current':
        setText(this.#status, ACTIVATIONS.unusable(status.problems));
        this.#showActions('none');
        break;
      case 'cancelled':
        setText(this.#status, ACTIVATIONS.cancelled(study !== null));
        this.#showActions('ended');
        break;
      case 'failed':
        setText(this.#status, status.message);
        this.#showActions('ended');
        break;
    }
    this.#pictures.hidden = study === null;
    if (study === null || study === this.#study) return;
    if (status.kind === 'current' || this.#study === undefined) this.#show(study);
  }

  #askFeatureMaps(layer: string, image: number): void {
    const document = this.#document;
    void this.#actions.featureMaps(layer, image).then(
      (maps) => {
        if (document === this.#document) this.#maps.receive(layer, image, maps);
      },
      (reason: Error) => setText(this.#status, reason.message),
    );
  }

  setOutdated(): void {
    // A study says itself how old it is.
  }

  setCaret(): void {
    // Its pictures are about layers, not about keys.
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#maps.setTheme(theme);
    this.#drawCanvases();
  }

  #showActions(state: 'running' | 'ended' | 'none'): void {
    this.#progress.hidden = state !== 'running';
    this.#cancel.hidden = state !== 'running';
    this.#again.hidden = state !== 'ended';
  }

  #askIfShown(): void {
    if (!this.#isShown || this.#document === undefined || this.#isAsked) return;
    this.#isAsked = true;
    this.#actions.study();
  }

  #show(study: ActivationStudy): void {
    this.#study = study;
    this.#observations.show(study);
    this.#ratios.show(study, this.#configured);
    this.#drawCanvases();
    this.#maps.show(study, this.#actions.rememberedLayer);
  }

  #drawCanvases(): void {
    const study = this.#study;
    if (study === undefined) return;
    this.#density.show((theme) => densityMap(study, theme, this.#timeScale), this.#theme, this.#source);
    this.#fitted.element.hidden = !hasRecordedMaps(study);
    if (hasRecordedMaps(study)) this.#fitted.show((theme) => fittedScatter(study, theme), this.#theme, this.#source);
  }
}

function configuredIn({ config: { resolved } }: Report): Configured {
  const { activations } = resolved.workload;
  return { codec: resolved.dma.codec, layout: activations.source === 'uniform' ? null : activations.layout };
}
