import { CanvasFigure } from '../../canvas/canvas-figure.ts';
import { element } from '../../dom.ts';
import { BrushedTable } from '../brushed-table.ts';
import { rowsInBrushes } from '../parallel-brushes.ts';
import { type ParallelHand, parallelCoordinates } from '../parallel-coordinates.ts';
import { type Scene, type SweepTools, type SweepView, tellingKeys } from './sweep-view.ts';

/** A line for each point over an axis for each key and figure, and the points that all brushes keep. */
export class ParallelView implements SweepView {
  readonly element: HTMLElement;
  readonly #figure: CanvasFigure;
  readonly #kept = new BrushedTable();
  readonly #hand: ParallelHand = { brushes: new Map(), axis: null };
  #scene: Scene | undefined;

  constructor({ announcer, actions }: SweepTools) {
    this.#figure = new CanvasFigure(announcer, actions);
    this.element = element('div', {}, this.#figure.element, this.#kept.element);
  }

  show(scene: Scene): void {
    this.#scene = scene;
    const { columns: sweep, decisions } = scene.shown;
    const data = { sweep, front: decisions.front, keys: tellingKeys(sweep), onChange: () => this.#list() };
    this.#figure.show((theme) => parallelCoordinates(data, theme, this.#hand), scene.theme, scene.source);
    this.#list();
  }

  #list(): void {
    const columns = this.#scene?.shown.columns;
    if (columns === undefined) return;
    const { brushes } = this.#hand;
    const kept = brushes.size === 0 ? new Uint8Array(0) : rowsInBrushes(columns, brushes);
    const rows = [...kept.keys()].filter((row) => kept[row] === 1);
    this.#kept.show(columns, rows);
  }
}
