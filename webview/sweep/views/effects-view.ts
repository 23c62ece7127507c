import { CanvasFigure } from '../../canvas/canvas-figure.ts';
import { ChartFigure } from '../../charts/figure.ts';
import { element, setText } from '../../dom.ts';
import { columnOf } from '../columns.ts';
import { effectsChart } from '../effects-chart.ts';
import { type TornadoHand, tornadoPicture } from '../tornado-picture.ts';
import { VIEWS } from '../words.ts';
import { isMetric, type Scene, type SweepTools, type SweepView } from './sweep-view.ts';

interface ObjectiveFigures {
  tornado: CanvasFigure;
  effects: ChartFigure;
  hand: TornadoHand;
}

/** Which keys matter: alone, away from the config, and over the whole grid. */
export class EffectsView implements SweepView {
  readonly element: HTMLElement;
  readonly #tools: SweepTools;
  readonly #status = element('p', { class: 'study-status', role: 'status' });
  readonly #place = element('div');
  #figures: ObjectiveFigures[] = [];

  constructor(tools: SweepTools) {
    this.#tools = tools;
    this.element = element('div', {}, this.#status, this.#place);
  }

  show({ shown, theme, source }: Scene): void {
    const { columns, decisions } = shown;
    this.#build(columns.objectives.length);
    setText(this.#status, decisions.effects.length === 0 ? VIEWS.noEffects() : '');
    columns.objectives.forEach(({ metric }, index) => {
      const figures = this.#figures[index];
      const column = columnOf(columns, metric);
      const tornado = decisions.tornado.find((one) => one.metric === metric);
      const effects = decisions.effects.find((one) => one.metric === metric);
      if (figures === undefined) return;
      figures.tornado.element.hidden = tornado === undefined;
      figures.effects.element.hidden = effects === undefined;
      if (tornado !== undefined && column !== undefined && isMetric(column)) {
        figures.tornado.show(
          (colours) => tornadoPicture({ tornado, metric: column }, colours, figures.hand),
          theme,
          source,
        );
      }
      if (effects !== undefined) figures.effects.show(effectsChart(effects), theme, source);
    });
  }

  #build(objectives: number): void {
    if (this.#figures.length === objectives) return;
    const { announcer, actions } = this.#tools;
    this.#figures = Array.from({ length: objectives }, () => ({
      tornado: new CanvasFigure(announcer, actions),
      effects: new ChartFigure(announcer, actions),
      hand: { bar: null },
    }));
    this.#place.replaceChildren(...this.#figures.flatMap(({ tornado, effects }) => [tornado.element, effects.element]));
  }
}
