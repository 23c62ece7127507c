import { CanvasFigure } from '../../canvas/canvas-figure.ts';
import { type MatrixHand, MOST_MATRIX_COLUMNS, scatterMatrix } from '../scatter-matrix.ts';
import { type Scene, type SweepTools, type SweepView, tellingKeys } from './sweep-view.ts';

/** Every pair of a few columns; one of them is shown large on demand. */
export class MatrixView implements SweepView {
  readonly element: HTMLElement;
  readonly #figure: CanvasFigure;
  readonly #tools: SweepTools;
  readonly #hand: MatrixHand = { cell: null, rows: undefined };

  constructor(tools: SweepTools) {
    this.#tools = tools;
    this.#figure = new CanvasFigure(tools.announcer, tools.actions);
    this.element = this.#figure.element;
  }

  show({ shown, theme, source }: Scene): void {
    const { columns: sweep, decisions } = shown;
    // The objectives, which come last, and as many keys as there is room for.
    const keys = tellingKeys(sweep).slice(-MOST_MATRIX_COLUMNS);
    const onPick = (x: string, y: string): void => this.#tools.showPair(x, y);
    const data = { sweep, front: decisions.front, keys, onPick };
    this.#figure.show((colours) => scatterMatrix(data, colours, this.#hand), theme, source);
  }
}
