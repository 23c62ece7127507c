import { createDropdown } from '../controls.ts';
import { element } from '../dom.ts';
import { ConvergenceView } from './views/convergence-view.ts';
import { EffectsView } from './views/effects-view.ts';
import { HeatView } from './views/heat-view.ts';
import { MatrixView } from './views/matrix-view.ts';
import { ParallelView } from './views/parallel-view.ts';
import { PointsView } from './views/points-view.ts';
import { ResponsesView } from './views/responses-view.ts';
import { PICTURE_NAMES, type PictureName, type Scene, type SweepTools, type SweepView } from './views/sweep-view.ts';
import { VIEWS } from './words.ts';

/** The pictures of a sweep, one at a time. */
export class SweepPictures {
  readonly element: HTMLElement;
  readonly #tools: Omit<SweepTools, 'choose' | 'showPair'>;
  readonly #choice = element('div', { class: 'controls' });
  readonly #place = element('div');
  readonly #points: PointsView;
  readonly #views: Readonly<Record<PictureName, SweepView>>;
  #name: PictureName;
  #scene: Scene | undefined;
  #offered: string | undefined;

  constructor(tools: Omit<SweepTools, 'choose' | 'showPair'>, choose: SweepTools['choose']) {
    this.#tools = tools;
    const all: SweepTools = { ...tools, choose, showPair: (x, y) => this.#showPair(x, y) };
    this.#points = new PointsView(all);
    this.#views = {
      points: this.#points,
      parallel: new ParallelView(all),
      matrix: new MatrixView(all),
      heat: new HeatView(all),
      responses: new ResponsesView(all),
      effects: new EffectsView(all),
      convergence: new ConvergenceView(all),
    };
    this.#name = PICTURE_NAMES.find((name) => name === tools.host.saved.sweepPicture) ?? 'points';
    this.element = element('div', {}, this.#choice, this.#place);
  }

  select(row: number | null): void {
    this.#points.select(row);
  }

  show(scene: Scene): void {
    this.#scene = scene;
    const names = PICTURE_NAMES.filter((name) => name !== 'convergence' || scene.shown.decisions.convergence !== null);
    if (!names.includes(this.#name)) this.#name = 'points';
    this.#offer(names);
    const view = this.#views[this.#name];
    if (this.#place.firstChild !== view.element) this.#place.replaceChildren(view.element);
    view.show(scene);
  }

  #offer(names: readonly PictureName[]): void {
    const offered = `${names.join()} ${this.#name}`;
    if (offered === this.#offered) return;
    this.#offered = offered;
    const choices = names.map((value) => ({ value, label: VIEWS.names[value]() }));
    this.#choice.replaceChildren(createDropdown(VIEWS.picture(), choices, this.#name, (name) => this.#change(name)));
  }

  #change(name: PictureName): void {
    this.#name = name;
    this.#tools.host.save({ sweepPicture: name });
    if (this.#scene !== undefined) this.show(this.#scene);
  }

  #showPair(x: string, y: string): void {
    this.#points.setAxes(x, y);
    this.#change('points');
  }
}
