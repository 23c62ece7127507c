import type { Announcer } from '../announcer.ts';
import { DataTable } from '../charts/data-table.ts';
import type { TableSpec } from '../charts/spec.ts';
import { element, setText } from '../dom.ts';

/** What is drawn on a canvas, in CSS pixels. */
export interface Picture {
  heading: string;
  description: string;
  /** The picture in words. */
  label: string;
  table: TableSpec;
  /** Height for a width. */
  height(width: number): number;
  draw(context: CanvasRenderingContext2D, width: number, height: number): void;
  /** Text of a place for the tooltip, or null where there is none. */
  textAt(x: number, y: number): string | null;
  /** The place that a key leads to, its text, or null for other keys. */
  onKey(key: string): string | null;
}

/** A picture on one canvas with heading, description, tooltip, keyboard, spoken text and data table. */
export class CanvasFigure {
  readonly element: HTMLElement;
  readonly #heading = element('h2');
  readonly #description = element('p', { class: 'description' });
  readonly #canvas = element('canvas', { role: 'img', tabindex: '0' });
  readonly #tooltip = element('div', { class: 'tooltip', hidden: '', 'aria-hidden': 'true' });
  readonly #plot = element('div', { class: 'picture' }, this.#canvas, this.#tooltip);
  readonly #table = new DataTable();
  #picture: Picture | undefined;

  constructor(announcer: Announcer, ...controls: readonly HTMLElement[]) {
    const titleRow = element('div', { class: 'title-row' }, this.#heading, ...controls);
    this.element = element(
      'figure',
      {},
      element('figcaption', {}, titleRow, this.#description),
      this.#plot,
      this.#table.element,
    );
    this.#canvas.addEventListener('mousemove', (event) => this.#showTooltip(event));
    this.#canvas.addEventListener('mouseleave', () => {
      this.#tooltip.hidden = true;
    });
    this.#canvas.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const text = this.#picture?.onKey(event.key) ?? null;
      if (text === null) return;
      event.preventDefault();
      announcer.say(text);
      this.redraw();
    });
    new ResizeObserver(() => this.redraw()).observe(this.#plot);
  }

  show(picture: Picture): void {
    this.#picture = picture;
    setText(this.#heading, picture.heading);
    setText(this.#description, picture.description);
    this.#canvas.setAttribute('aria-label', picture.label);
    this.#table.show(picture.heading, picture.table);
    this.#tooltip.hidden = true;
    this.redraw();
  }

  redraw(): void {
    const width = this.#plot.clientWidth;
    if (this.#picture === undefined || width === 0) return;
    const height = this.#picture.height(width);
    const scale = devicePixelRatio;
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    context.scale(scale, scale);
    this.#picture.draw(context, width, height);
  }

  #showTooltip({ offsetX, offsetY }: MouseEvent): void {
    const text = this.#picture?.textAt(offsetX, offsetY) ?? null;
    this.#tooltip.hidden = text === null;
    if (text === null) return;
    setText(this.#tooltip, text);
    const left = Math.min(offsetX + 12, this.#plot.clientWidth - this.#tooltip.offsetWidth);
    this.#tooltip.style.left = `${Math.max(0, left)}px`;
    this.#tooltip.style.top = `${offsetY + 16}px`;
  }
}
