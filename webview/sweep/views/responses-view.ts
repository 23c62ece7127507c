import { ChartFigure } from '../../charts/figure.ts';
import { createDropdown } from '../../controls.ts';
import { element, setText } from '../../dom.ts';
import { columnOf, nameOf } from '../columns.ts';
import { responseChart } from '../responses-chart.ts';
import { VIEWS } from '../words.ts';
import { isParameter, presentValue, type Scene, type SweepTools, type SweepView } from './sweep-view.ts';

/** A curve for each objective: how it answers to one parameter while the others take all their values. */
export class ResponsesView implements SweepView {
  readonly element: HTMLElement;
  readonly #tools: SweepTools;
  readonly #controls = element('div', { class: 'controls' });
  readonly #status = element('p', { class: 'study-status', role: 'status' });
  readonly #place = element('div');
  #figures: ChartFigure[] = [];
  #scene: Scene | undefined;
  #builtFor: string | undefined;
  #key: string | undefined;

  constructor(tools: SweepTools) {
    this.#tools = tools;
    this.element = element('div', {}, this.#controls, this.#status, this.#place);
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#build(scene);
    const { columns, decisions } = scene.shown;
    const column = columnOf(columns, this.#key);
    if (column === undefined || !isParameter(column)) return;
    const specs = columns.objectives.map(({ metric }) =>
      responseChart(columns, decisions, column.key, metric, presentValue(scene, column)),
    );
    setText(this.#status, specs.every((spec) => spec === undefined) ? VIEWS.noResponses() : '');
    specs.forEach((spec, index) => {
      const figure = this.#figures[index];
      if (figure === undefined) return;
      figure.element.hidden = spec === undefined;
      if (spec !== undefined) figure.show(spec, scene.theme, scene.source);
    });
  }

  #build({ shown: { columns } }: Scene): void {
    const parameters = columns.columns.filter(isParameter).filter(({ written }) => written.length > 1);
    const names = [...parameters.map(({ key }) => key), ...columns.objectives.map(({ metric }) => metric)].join();
    if (names === this.#builtFor) return;
    this.#builtFor = names;
    const [first] = parameters;
    this.#key = first?.key;
    const choices = parameters.map((column) => ({ value: column.key, label: nameOf(column) }));
    this.#controls.replaceChildren(
      ...(first === undefined
        ? []
        : [
            createDropdown(VIEWS.parameter(), choices, first.key, (key) => {
              this.#key = key;
              if (this.#scene !== undefined) this.show(this.#scene);
            }),
          ]),
    );
    this.#figures = columns.objectives.map(() => new ChartFigure(this.#tools.announcer, this.#tools.actions));
    this.#place.replaceChildren(...this.#figures.map((figure) => figure.element));
  }
}
