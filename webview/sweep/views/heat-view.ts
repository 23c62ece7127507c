import type { HeatMap } from '../../../src/exploration/decisions.ts';
import type { MetricId } from '../../../src/metrics/metric.ts';
import { CanvasFigure } from '../../canvas/canvas-figure.ts';
import { createDropdown } from '../../controls.ts';
import { element, setText } from '../../dom.ts';
import { columnOf, nameOf } from '../columns.ts';
import { type HeatHand, heatMapPicture } from '../heat-map.ts';
import { VIEWS } from '../words.ts';
import { isMetric, isParameter, presentPlace, type Scene, type SweepTools, type SweepView } from './sweep-view.ts';

/** What is drawn: keys of two parameters, and a figure. */
interface Chosen {
  x: string;
  y: string;
  metric: MetricId;
}

/** The best figure for every pair of two parameters' values, of all points and not only of those that are drawn. */
export class HeatView implements SweepView {
  readonly element: HTMLElement;
  readonly #tools: SweepTools;
  readonly #place = element('div');
  readonly #status = element('p', { class: 'study-status', role: 'status' });
  readonly #hand: HeatHand = { at: null, selected: null };
  #figure: CanvasFigure | undefined;
  #scene: Scene | undefined;
  #builtFor: string | undefined;
  #chosen: Chosen | undefined;
  #map: { shown: Scene['shown']; map: HeatMap } | undefined;

  constructor(tools: SweepTools) {
    this.#tools = tools;
    this.element = element('div', {}, this.#status, this.#place);
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#build(scene);
    const chosen = this.#chosen;
    this.#place.hidden = chosen === undefined;
    setText(this.#status, chosen === undefined ? VIEWS.twoParameters() : '');
    if (chosen === undefined) return;
    const { shown } = scene;
    const isKnown = this.#map?.shown === shown && isSame(this.#map.map, chosen);
    if (isKnown) this.#draw();
    else this.#ask(shown, chosen);
  }

  #ask(shown: Scene['shown'], chosen: Chosen): void {
    void this.#tools.host.ask('heatMap', chosen).then(
      (map) => {
        if (this.#scene?.shown !== shown || this.#chosen !== chosen) return;
        this.#map = { shown, map };
        this.#draw();
      },
      (reason: Error) => setText(this.#status, reason.message),
    );
  }

  #draw(): void {
    const scene = this.#scene;
    const map = this.#map?.map;
    if (scene === undefined || map === undefined) return;
    const { columns } = scene.shown;
    const [x, y, metric] = [columnOf(columns, map.x), columnOf(columns, map.y), columnOf(columns, map.metric)];
    if (!x || !y || !metric || !isParameter(x) || !isParameter(y) || !isMetric(metric)) return;
    const [column, row] = [presentPlace(scene, x), presentPlace(scene, y)];
    const present = column === undefined || row === undefined ? undefined : { x: column, y: row };
    const data = { map, x, y, metric, present, onChange: () => undefined };
    this.#figure?.show((theme) => heatMapPicture(data, theme, this.#hand), scene.theme, scene.source);
  }

  #build({ shown: { columns } }: Scene): void {
    const parameters = columns.columns.filter(isParameter).filter(({ written }) => written.length > 1);
    const metrics = columns.columns.filter(isMetric);
    const names = [...parameters, ...metrics].map(({ key }) => key).join();
    if (names === this.#builtFor) return;
    this.#builtFor = names;
    const [first, second] = parameters;
    const metric = columns.objectives[0]?.metric;
    if (first === undefined || second === undefined || metric === undefined) {
      this.#chosen = undefined;
      return;
    }
    this.#chosen = { x: first.key, y: second.key, metric };
    const choose = (change: Partial<Chosen>): void => {
      if (this.#chosen === undefined) return;
      this.#chosen = { ...this.#chosen, ...change };
      this.#hand.at = null;
      this.#hand.selected = null;
      if (this.#scene !== undefined) this.show(this.#scene);
    };
    const keys = parameters.map((column) => ({ value: column.key, label: nameOf(column) }));
    const figures = metrics.map((column) => ({ value: column.key, label: nameOf(column) }));
    this.#figure = new CanvasFigure(
      this.#tools.announcer,
      this.#tools.actions,
      createDropdown(VIEWS.figure(), figures, metric, (id) => choose({ metric: id })),
      createDropdown(VIEWS.upwards(), keys, second.key, (y) => choose({ y })),
      createDropdown(VIEWS.across(), keys, first.key, (x) => choose({ x })),
    );
    this.#place.replaceChildren(this.#figure.element);
  }
}

function isSame(map: HeatMap, { x, y, metric }: Chosen): boolean {
  return map.x === x && map.y === y && map.metric === metric;
}
