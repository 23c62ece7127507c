import { ChartFigure } from '../../charts/figure.ts';
import { convergenceChart } from '../convergence-chart.ts';
import type { Scene, SweepTools, SweepView } from './sweep-view.ts';

/** How far a search has come with how many designs. */
export class ConvergenceView implements SweepView {
  readonly element: HTMLElement;
  readonly #figure: ChartFigure;

  constructor({ announcer, actions }: SweepTools) {
    this.#figure = new ChartFigure(announcer, actions);
    this.element = this.#figure.element;
  }

  show({ shown, theme, source }: Scene): void {
    const spec = convergenceChart(shown.decisions);
    if (spec !== undefined) this.#figure.show(spec, theme, source);
  }
}
