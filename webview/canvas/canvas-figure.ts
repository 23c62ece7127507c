import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Announcer } from '../announcer.ts';
import { DataTable } from '../charts/data-table.ts';
import type { LegendEntry } from '../charts/legend.ts';
import { LegendList } from '../charts/legend-list.ts';
import type { TableSpec } from '../charts/spec.ts';
import { element, setText } from '../dom.ts';
import { type FramedDrawing, type SavePicture, TakeAwayMenu } from '../pictures/take-away-menu.ts';
import type { Theme } from '../theme.ts';

/** What is drawn on a canvas. Places are in CSS pixels of the canvas. */
export interface Picture {
  heading: string;
  description: string;
  /** The picture in words. */
  label: string;
  table: TableSpec;
  legend?: readonly LegendEntry[];
  /** Height for a width. */
  height(width: number): number;
  draw(context: CanvasRenderingContext2D, width: number, height: number): void;
  /** Text of a place for the tooltip, or null where there is none. */
  textAt(x: number, y: number): string | null;
  /** The place that a key leads to, its text, or null for other keys. */
  onKey(key: string): string | null;
  /** Key of the config behind a place, which a click shows. */
  revealAt?(x: number, y: number): ConfigPath | null;
  /** Chooses a place; its text, or null where there is none. */
  onClick?(x: number, y: number): string | null;
  /** Key of the config behind the place that keys have led to, which Enter shows. */
  revealSelected?(): ConfigPath | null;
  /** The wheel over a place, with Ctrl or Cmd: `factor` above 1 is nearer. Whether it was of use. */
  onZoom?(x: number, y: number, factor: number): boolean;
  /** The pointer was dragged on from a place; with Shift it marks. Whether it was of use. */
  onDrag?(drag: Drag): boolean;
}

/** A step of a drag, in CSS pixels. */
export interface Drag {
  from: { x: number; y: number };
  to: { x: number; y: number };
  /** Since the last step. */
  by: { x: number; y: number };
  marks: boolean;
}

/** Shorter moves of the pressed pointer are clicks. */
const CLICK_PIXELS = 3;

/** A picture on one canvas with heading, description, tooltip, pointer, keyboard, spoken text and data table. */
export class CanvasFigure {
  readonly element: HTMLElement;
  readonly #heading = element('h2');
  readonly #description = element('p', { class: 'description' });
  readonly #canvas = element('canvas', { role: 'img', tabindex: '0' });
  readonly #tooltip = element('div', { class: 'tooltip', hidden: '', 'aria-hidden': 'true' });
  readonly #plot = element('div', { class: 'picture' }, this.#canvas, this.#tooltip);
  readonly #legend = new LegendList();
  readonly #table = new DataTable();
  readonly #announcer: Announcer;
  readonly #actions: CanvasActions;
  readonly #menu: TakeAwayMenu;
  #shown: { make: (theme: Theme) => Picture; theme: Theme; source: string } | undefined;
  #picture: Picture | undefined;
  #pressed: { from: Drag['from']; last: Drag['from']; moved: boolean } | undefined;
  #isRedrawScheduled = false;

  constructor(announcer: Announcer, actions: CanvasActions, ...controls: readonly HTMLElement[]) {
    this.#announcer = announcer;
    this.#actions = actions;
    this.#menu = new TakeAwayMenu((inColours) => this.#pictureIn(inColours), actions.savePicture);
    const titleRow = element('div', { class: 'title-row' }, this.#heading, ...controls, this.#menu.element);
    this.element = element(
      'figure',
      {},
      element('figcaption', {}, titleRow, this.#description, this.#legend.element),
      this.#plot,
      this.#table.element,
    );
    const canvas = this.#canvas;
    canvas.addEventListener('mouseleave', () => {
      this.#tooltip.hidden = true;
    });
    canvas.addEventListener('pointerdown', (event) => this.#press(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#release(event));
    canvas.addEventListener('wheel', (event) => this.#zoom(event), { passive: false });
    canvas.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.redraw()).observe(this.#plot);
  }

  /** Shows a picture, which `make` draws in the colours of a theme. What of it changes under the user's hand is held by `make`. */
  show(make: (theme: Theme) => Picture, theme: Theme, source: string): void {
    this.#shown = { make, theme, source };
    this.#picture = make(theme);
    const { heading, description, label, table, legend = [] } = this.#picture;
    setText(this.#heading, heading);
    setText(this.#description, description);
    this.#canvas.setAttribute('aria-label', label);
    this.#legend.show(legend, theme);
    this.#menu.setHeading(heading);
    this.#table.show(heading, table);
    this.#tooltip.hidden = true;
    this.redraw();
  }

  /** Draws at once, after a change of what the picture shows. */
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

  /** However many events come between two frames, the picture is drawn once. */
  #scheduleRedraw(): void {
    if (this.#isRedrawScheduled) return;
    this.#isRedrawScheduled = true;
    requestAnimationFrame(() => {
      this.#isRedrawScheduled = false;
      this.redraw();
    });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const path = event.key === 'Enter' ? this.#picture?.revealSelected?.() : null;
    const text = this.#picture?.onKey(event.key) ?? null;
    if (path) this.#actions.reveal(path);
    else if (text === null) return;
    event.preventDefault();
    if (text === null) return;
    this.#announcer.say(text);
    this.redraw();
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    const from = placeOf(event);
    this.#pressed = { from, last: from, moved: false };
    if (this.#picture?.onDrag !== undefined) this.#canvas.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    const to = placeOf(event);
    const pressed = this.#pressed;
    if (pressed === undefined) {
      this.#showTooltip(to);
      return;
    }
    pressed.moved ||= Math.hypot(to.x - pressed.from.x, to.y - pressed.from.y) > CLICK_PIXELS;
    if (!pressed.moved) return;
    const by = { x: to.x - pressed.last.x, y: to.y - pressed.last.y };
    pressed.last = to;
    this.#tooltip.hidden = true;
    if (this.#picture?.onDrag?.({ from: pressed.from, to, by, marks: event.shiftKey })) this.#scheduleRedraw();
  }

  #release(event: PointerEvent): void {
    const pressed = this.#pressed;
    this.#pressed = undefined;
    if (pressed === undefined || pressed.moved) return;
    const { x, y } = placeOf(event);
    const path = this.#picture?.revealAt?.(x, y);
    if (path) this.#actions.reveal(path);
    const text = this.#picture?.onClick?.(x, y) ?? null;
    if (text === null) return;
    this.#announcer.say(text);
    this.redraw();
  }

  #zoom(event: WheelEvent): void {
    // Without the key the page scrolls, as everywhere.
    if (!event.ctrlKey && !event.metaKey) return;
    const factor = 2 ** (-event.deltaY / 240);
    if (!this.#picture?.onZoom?.(event.offsetX, event.offsetY, factor)) return;
    event.preventDefault();
    this.#scheduleRedraw();
  }

  #pictureIn(inColours: (theme: Theme) => Theme): FramedDrawing | undefined {
    if (this.#shown === undefined) return undefined;
    const { make, source } = this.#shown;
    const theme = inColours(this.#shown.theme);
    const { heading, description, legend = [], height, draw } = make(theme);
    const width = this.#plot.clientWidth;
    return {
      drawing: { width, height: height(width), draw: (context) => draw(context, width, height(width)) },
      frame: { heading, description, source, theme, legend },
    };
  }

  #showTooltip({ x, y }: { x: number; y: number }): void {
    const text = this.#picture?.textAt(x, y) ?? null;
    this.#canvas.classList.toggle('clickable', Boolean(this.#picture?.revealAt?.(x, y)));
    this.#tooltip.hidden = text === null;
    if (text === null) return;
    setText(this.#tooltip, text);
    const left = Math.min(x + 12, this.#plot.clientWidth - this.#tooltip.offsetWidth);
    this.#tooltip.style.left = `${Math.max(0, left)}px`;
    this.#tooltip.style.top = `${y + 16}px`;
  }
}

/** What a figure asks of the extension. */
export interface CanvasActions {
  reveal(path: ConfigPath): void;
  savePicture: SavePicture;
}

function placeOf({ offsetX, offsetY }: MouseEvent): { x: number; y: number } {
  return { x: offsetX, y: offsetY };
}
