import type { ActivationStudy, FeatureMaps, StudiedLayer } from '../../src/activations/activation-study.ts';
import { DataTable } from '../charts/data-table.ts';
import { createButton, createDropdown } from '../controls.ts';
import { element, setText } from '../dom.ts';
import { percent } from '../format.ts';
import type { Theme } from '../theme.ts';
import { ColourRamp } from './colour-ramp.ts';
import { channelGrid, maskImage } from './mask-image.ts';
import { ACTIVATIONS } from './words.ts';

/** Width of one point's picture in CSS pixels; the style sheet has the least and the gap, too. */
const LEAST_WIDTH = 200;
const MOST_WIDTH = 360;
const GAP = 16;

/** Which zeros are shown: a layer's, of one image. */
export interface ShownMaps {
  layer: string;
  image: number;
}

/** The zeros of one image's maps at each point of training, as on slides 19-26: a grid of channels with its density below. */
export class FeatureMapsFigure {
  readonly element: HTMLElement;
  readonly #description = element('p', { class: 'description' });
  readonly #controls = element('div', { class: 'controls' });
  readonly #imageText = element('span');
  readonly #grid = element('div', { class: 'feature-maps' });
  readonly #table = new DataTable();
  readonly #ask: (shown: ShownMaps) => void;
  #study: ActivationStudy | undefined;
  #shown: ShownMaps | undefined;
  #maps: readonly FeatureMaps[] = [];
  #theme: Theme;
  #drawing = 0;

  constructor(theme: Theme, ask: (shown: ShownMaps) => void) {
    this.#theme = theme;
    this.#ask = ask;
    const titleRow = element(
      'div',
      { class: 'title-row' },
      element('h2', {}, ACTIVATIONS.mapsHeading()),
      this.#controls,
    );
    this.element = element(
      'figure',
      {},
      element('figcaption', {}, titleRow, this.#description),
      this.#grid,
      this.#table.element,
    );
    new ResizeObserver(() => this.#draw()).observe(this.#grid);
  }

  /** Offers the layers of a study, and asks for the maps of the one shown before if it is still there. */
  show(study: ActivationStudy, remembered: string | undefined): void {
    this.#study = study;
    const layers = study.layers.filter(({ coded }) => coded.length > 0);
    const wanted = this.#shown?.layer ?? remembered;
    const layer = layers.find(({ name }) => name === wanted) ?? layers[0];
    this.element.hidden = layer === undefined;
    if (layer === undefined) return;
    setText(this.#description, ACTIVATIONS.mapsDescription());
    const choices = layers.map(({ name }) => ({ value: name, label: name }));
    this.#controls.replaceChildren(
      createDropdown(ACTIVATIONS.layer(), choices, layer.name, (name) => this.#request({ layer: name, image: 0 })),
      createButton(ACTIVATIONS.previousImage(), () => this.#step(-1)),
      this.#imageText,
      createButton(ACTIVATIONS.nextImage(), () => this.#step(1)),
    );
    this.#request({ layer: layer.name, image: Math.min(this.#shown?.image ?? 0, this.#images(layer) - 1) });
  }

  /** Draws what has been asked for; anything else has come too late. */
  receive(layer: string, image: number, maps: readonly FeatureMaps[]): void {
    if (layer !== this.#shown?.layer || image !== this.#shown.image) return;
    this.#maps = maps;
    setText(this.#imageText, ACTIVATIONS.image(image + 1, maps[0]?.images ?? 1));
    this.#table.show(ACTIVATIONS.mapsHeading(), {
      columns: [ACTIVATIONS.training(), ACTIVATIONS.density(), ACTIVATIONS.deadChannels()],
      rows: maps.map((point) => ({
        header: percent(point.trainingProgress, 2),
        cells: [percent(point.density, 1), String(deadChannels(point))],
      })),
    });
    this.#grid.replaceChildren(...maps.map((point) => this.#place(point)));
    this.#draw();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#draw();
  }

  #request(shown: ShownMaps): void {
    this.#shown = shown;
    this.#ask(shown);
  }

  #step(by: number): void {
    const layer = this.#study?.layers.find(({ name }) => name === this.#shown?.layer);
    if (layer === undefined || this.#shown === undefined) return;
    const images = this.#maps[0]?.images ?? this.#images(layer);
    this.#request({ layer: layer.name, image: (this.#shown.image + by + images) % images });
  }

  #images({ coded }: StudiedLayer): number {
    return Math.max(1, ...coded.map(({ images }) => images));
  }

  #place(point: FeatureMaps): HTMLElement {
    const accuracy = this.#study?.points.find((at) => at.trainingProgress === point.trainingProgress)?.testAccuracy;
    const [channels, height, width] = point.shape;
    const caption = ACTIVATIONS.mapsCaption(
      percent(point.trainingProgress, 2),
      percent(point.density, 1),
      accuracy === undefined ? null : percent(accuracy),
    );
    const label = ACTIVATIONS.mapsLabel(point.layer, channels, `${height} × ${width}`, caption);
    return element('div', {}, element('canvas', { role: 'img', 'aria-label': label }), element('p', {}, caption));
  }

  /** One point a frame, so that a large layer does not hold up the page. */
  #draw(): void {
    const drawing = ++this.#drawing;
    const room = this.#grid.clientWidth;
    if (room === 0) return;
    const columns = Math.max(1, Math.floor((room + GAP) / (LEAST_WIDTH + GAP)));
    const width = Math.min(MOST_WIDTH, Math.floor((room - (columns - 1) * GAP) / columns));
    const canvases = [...this.#grid.querySelectorAll('canvas')];
    const next = (i: number): void => {
      const [canvas, point] = [canvases[i], this.#maps[i]];
      if (drawing !== this.#drawing || canvas === undefined || point === undefined) return;
      drawPoint(canvas, point, width, this.#theme);
      requestAnimationFrame(() => next(i + 1));
    };
    next(0);
  }
}

/** How far a zero stands out from the page, so that the extent of a map is seen. */
const ZERO_SHADE = 0.15;

function drawPoint(canvas: HTMLCanvasElement, point: FeatureMaps, width: number, theme: Theme): void {
  const scale = devicePixelRatio;
  const ramp = new ColourRamp(theme.background, theme.foreground);
  const image = maskImage(point, channelGrid(point.shape, Math.floor(width * scale)), ramp.at(ZERO_SHADE), ramp.at(1));
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.style.width = `${image.width / scale}px`;
  canvas.style.height = `${image.height / scale}px`;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

/** Channels without any non-zero element in this image. */
function deadChannels({ shape, nonZero }: FeatureMaps): number {
  const [channels, height, width] = shape;
  const area = height * width;
  let dead = 0;
  for (let channel = 0; channel < channels; channel++) {
    let alive = false;
    for (let i = channel * area; i < (channel + 1) * area && !alive; i++) {
      alive = (((nonZero[i >>> 3] ?? 0) >>> (i & 7)) & 1) === 1;
    }
    if (!alive) dead++;
  }
  return dead;
}
