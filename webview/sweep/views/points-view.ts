import { CanvasFigure } from '../../canvas/canvas-figure.ts';
import { createDropdown } from '../../controls.ts';
import { element } from '../../dom.ts';
import { brushedRows } from '../brush.ts';
import { BrushedTable } from '../brushed-table.ts';
import { columnOf, nameOf } from '../columns.ts';
import { type CloudHand, pointCloud } from '../point-cloud.ts';
import { SWEEP } from '../words.ts';
import type { Scene, SweepTools, SweepView } from './sweep-view.ts';

/** Any column against any other, a mark for each point. */
export class PointsView implements SweepView {
  readonly element: HTMLElement;
  readonly #tools: SweepTools;
  readonly #place = element('div');
  readonly #brushed = new BrushedTable();
  #figure: CanvasFigure | undefined;
  #hand: CloudHand = { view: null, selected: null, brush: null };
  #scene: Scene | undefined;
  #columnsShown: string | undefined;
  #axes: { x: string | undefined; y: string | undefined };
  #isBrushScheduled = false;

  constructor(tools: SweepTools) {
    this.#tools = tools;
    this.#axes = { x: tools.host.saved.sweepX, y: tools.host.saved.sweepY };
    this.element = element('div', {}, this.#place, this.#brushed.element);
  }

  /** Marks a point, chosen here or elsewhere. */
  select(row: number | null): void {
    this.#hand.selected = row;
    this.#figure?.redraw();
  }

  setAxes(x: string, y: string): void {
    this.#axes = { x, y };
    this.#tools.host.save({ sweepX: x, sweepY: y });
    this.#hand = { ...this.#hand, view: null, brush: null };
    this.#columnsShown = undefined;
  }

  show(scene: Scene): void {
    this.#scene = scene;
    const { columns, decisions } = scene.shown;
    this.#buildFigure(scene);
    const [x, y] = [columnOf(columns, this.#axes.x), columnOf(columns, this.#axes.y)];
    // Without a point there are no columns either.
    this.#place.hidden = x === undefined || y === undefined;
    if (x === undefined || y === undefined) return;
    const cloud = { sweep: columns, decisions, x, y, onChange: () => this.#changed() };
    this.#figure?.show((theme) => pointCloud(cloud, theme, this.#hand), scene.theme, scene.source);
    this.#listBrushed();
  }

  /** Its dropdowns name the columns of this sweep. */
  #buildFigure({ shown: { columns } }: Scene): void {
    const names = columns.columns.map(({ key }) => key).join();
    if (this.#columnsShown === names) return;
    this.#columnsShown = names;
    const choices = columns.columns.map((column) => ({ value: column.key as string, label: nameOf(column) }));
    const objective = columns.objectives[0]?.metric;
    const x = columnOf(columns, this.#axes.x)?.key ?? columns.columns[0]?.key;
    const y = columnOf(columns, this.#axes.y)?.key ?? columnOf(columns, objective)?.key ?? columns.columns.at(-1)?.key;
    this.#axes = { x, y };
    const dropdown = (label: string, axis: 'x' | 'y', chosen: string): HTMLElement =>
      createDropdown(label, choices, chosen, (key) => {
        this.#axes = { ...this.#axes, [axis]: key };
        this.#tools.host.save(axis === 'x' ? { sweepX: key } : { sweepY: key });
        this.#hand = { ...this.#hand, view: null, brush: null };
        if (this.#scene !== undefined) this.show(this.#scene);
      });
    this.#figure = new CanvasFigure(
      this.#tools.announcer,
      this.#tools.actions,
      dropdown(SWEEP.upwards(), 'y', y ?? ''),
      dropdown(SWEEP.across(), 'x', x ?? ''),
    );
    this.#place.replaceChildren(this.#figure.element);
  }

  /** However many points are brushed one after the other, they are counted once between two frames. */
  #changed(): void {
    if (this.#isBrushScheduled) return;
    this.#isBrushScheduled = true;
    requestAnimationFrame(() => {
      this.#isBrushScheduled = false;
      this.#tools.choose(this.#hand.selected);
      this.#listBrushed();
    });
  }

  #listBrushed(): void {
    const columns = this.#scene?.shown.columns;
    if (columns === undefined) return;
    const [x, y] = [columnOf(columns, this.#axes.x), columnOf(columns, this.#axes.y)];
    const { brush } = this.#hand;
    const rows = brush === null || x === undefined || y === undefined ? [] : brushedRows(x, y, brush);
    this.#brushed.show(columns, rows);
  }
}
