import type { ActivationStudy, StudiedLayer } from '../../src/activations/activation-study.ts';
import type { Picture } from '../canvas/canvas-figure.ts';
import { percent } from '../format.ts';
import type { Theme } from '../theme.ts';
import { LAYER_KIND } from '../words.ts';
import { ColourRamp } from './colour-ramp.ts';
import { ACTIVATIONS } from './words.ts';

const ROW_HEIGHT = 22;
const AXIS_HEIGHT = 34;
const SCALE_HEIGHT = 30;
const GAP = 8;
const MEAN_WIDTH = 48;
/** A cell this wide has room for its number. */
const NUMBER_WIDTH = 34;
const TICKS: readonly number[] = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1];

interface Frame {
  left: number;
  width: number;
}

/** How time runs across: evenly as on the slides, or with room for the early fall. */
export type TimeScale = 'linear' | 'square-root';

interface Cell {
  layer: number;
  point: number;
}

/** Density of every layer over training: time across, layers down, as on slides 27-33. */
export function densityMap(study: ActivationStudy, theme: Theme, timeScale: TimeScale): Picture {
  const layers = study.layers.filter(({ densities }) => densities.length > 0);
  const ramp = new ColourRamp(theme.background, theme.highContrast ? theme.foreground : theme.tones.first);
  const along = (progress: number) => (timeScale === 'linear' ? progress : Math.sqrt(progress));
  const edges = layers.map(({ densities }) =>
    edgesOf(densities.map(({ trainingProgress }) => along(trainingProgress))),
  );
  let selected: Cell | null = null;
  let drawn: Frame = { left: 0, width: 1 };

  const draw = (context: CanvasRenderingContext2D, width: number) => {
    drawn = frameOf(width);
    const { left, width: plotWidth } = drawn;
    context.font = `${theme.fontSize}px ${theme.fontFamily}`;
    context.textBaseline = 'middle';
    layers.forEach((layer, row) => {
      const top = row * ROW_HEIGHT;
      context.fillStyle = layer.kind === 'pool' ? theme.muted : theme.foreground;
      context.textAlign = 'right';
      context.fillText(fitted(context, nameOf(layer), left - GAP), left - GAP, top + ROW_HEIGHT / 2);
      layer.densities.forEach(({ density }, point) => {
        // Whole pixels, so that no seam shows between cells.
        const start = Math.round(left + (edges[row]?.[point] ?? 0) * plotWidth);
        const cellWidth = Math.round(left + (edges[row]?.[point + 1] ?? 1) * plotWidth) - start;
        context.fillStyle = ramp.css(density);
        context.fillRect(start, top + 1, cellWidth, ROW_HEIGHT - 2);
        if (cellWidth < NUMBER_WIDTH) return;
        context.fillStyle = ramp.isLight(density) ? '#000' : '#fff';
        context.textAlign = 'center';
        context.fillText(percent(density), start + cellWidth / 2, top + ROW_HEIGHT / 2);
      });
      context.strokeStyle = theme.grid;
      context.strokeRect(left - 0.5, top + 0.5, plotWidth + 1, ROW_HEIGHT - 1);
      context.fillStyle = theme.foreground;
      context.textAlign = 'right';
      context.fillText(percent(meanDensity(layer)), width, top + ROW_HEIGHT / 2);
    });
    drawTimeAxis(context, study, theme, along, drawn, width, layers.length * ROW_HEIGHT);
    drawScale(context, theme, ramp, drawn, layers.length * ROW_HEIGHT + AXIS_HEIGHT);
    if (selected !== null) {
      const start = left + (edges[selected.layer]?.[selected.point] ?? 0) * plotWidth;
      const end = left + (edges[selected.layer]?.[selected.point + 1] ?? 1) * plotWidth;
      context.strokeStyle = theme.focus;
      context.lineWidth = 2;
      context.strokeRect(start, selected.layer * ROW_HEIGHT + 1, end - start, ROW_HEIGHT - 2);
    }
  };

  const textOf = ({ layer, point }: Cell): string => {
    const studied = layers[layer];
    const at = studied?.densities[point];
    if (studied === undefined || at === undefined) return '';
    const kind = studied.kind === null ? '' : ` (${LAYER_KIND[studied.kind]()})`;
    return ACTIVATIONS.densityAt(`${studied.name}${kind}`, percent(at.trainingProgress, 2), percent(at.density, 1));
  };

  const points = [...new Set(layers.flatMap(({ densities }) => densities.map((at) => at.trainingProgress)))].sort(
    (a, b) => a - b,
  );
  return {
    heading: ACTIVATIONS.densityHeading(),
    description: `${ACTIVATIONS.densityDescription(timeScale === 'square-root')} ${ACTIVATIONS.provenance(study)}`,
    label: ACTIVATIONS.densityLabel(layers.length, points.length),
    table: {
      columns: [ACTIVATIONS.layer(), ...points.map((progress) => percent(progress, 2)), ACTIVATIONS.mean()],
      rows: layers.map((layer) => ({
        header: layer.name,
        cells: [
          ...points.map((progress) => {
            const at = layer.densities.find(({ trainingProgress }) => trainingProgress === progress);
            return at === undefined ? '–' : percent(at.density, 1);
          }),
          percent(meanDensity(layer), 1),
        ],
      })),
    },
    height: () => layers.length * ROW_HEIGHT + AXIS_HEIGHT + SCALE_HEIGHT,
    draw,
    textAt: (x, y) => {
      const layer = Math.floor(y / ROW_HEIGHT);
      const share = (x - drawn.left) / drawn.width;
      const end = edges[layer]?.findIndex((edge, i) => i > 0 && share < edge) ?? -1;
      return end > 0 && share >= 0 ? textOf({ layer, point: end - 1 }) : null;
    },
    onKey: (key) => {
      const cell = cellAfterKey(key, selected, layers);
      if (cell === null) return null;
      selected = cell;
      return textOf(cell);
    },
  };
}

function frameOf(width: number): Frame {
  const labels = Math.min(150, width * 0.3);
  return { left: labels + GAP, width: Math.max(1, width - labels - 2 * GAP - MEAN_WIDTH) };
}

/** A point's cell reaches half-way to its neighbours, the first and the last to the ends of the training. */
function edgesOf(positions: readonly number[]): number[] {
  return [0, ...positions.slice(1).map((position, i) => (position + (positions[i] ?? 0)) / 2), 1];
}

/** Mean over training, by trapezoids between the points. */
export function meanDensity({ densities }: StudiedLayer): number {
  let area = 0;
  let length = 0;
  densities.slice(1).forEach(({ trainingProgress, density }, i) => {
    const before = densities[i];
    if (before === undefined) return;
    area += ((density + before.density) / 2) * (trainingProgress - before.trainingProgress);
    length += trainingProgress - before.trainingProgress;
  });
  return length === 0 ? (densities[0]?.density ?? Number.NaN) : area / length;
}

function drawTimeAxis(
  context: CanvasRenderingContext2D,
  study: ActivationStudy,
  theme: Theme,
  along: (progress: number) => number,
  { left, width }: Frame,
  right: number,
  top: number,
): void {
  context.fillStyle = theme.muted;
  context.strokeStyle = theme.muted;
  context.textAlign = 'center';
  let end = Number.NEGATIVE_INFINITY;
  for (const tick of TICKS) {
    const text = percent(tick, 0);
    const x = left + along(tick) * width;
    const half = context.measureText(text).width / 2;
    if (x - half < end + GAP) continue;
    end = x + half;
    context.fillRect(x - 0.5, top, 1, 4);
    context.fillText(text, x, top + 12);
  }
  context.fillText(ACTIVATIONS.timeAxis(), left + width / 2, top + 27);
  context.textAlign = 'right';
  context.fillText(ACTIVATIONS.mean(), right, top + 12);
  // Where maps were coded, and not only counted.
  for (const { trainingProgress } of study.points) {
    const x = left + along(trainingProgress) * width;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x - 4, top + 6);
    context.lineTo(x + 4, top + 6);
    context.fill();
  }
}

function drawScale(
  context: CanvasRenderingContext2D,
  theme: Theme,
  ramp: ColourRamp,
  { left, width }: Frame,
  top: number,
): void {
  const length = Math.min(200, width);
  for (let x = 0; x < length; x++) {
    context.fillStyle = ramp.css(x / length);
    context.fillRect(left + x, top + 6, 1.5, 10);
  }
  context.strokeStyle = theme.grid;
  context.strokeRect(left - 0.5, top + 5.5, length + 1, 11);
  context.fillStyle = theme.muted;
  context.textAlign = 'left';
  context.fillText(percent(0, 0), left, top + 24);
  context.textAlign = 'right';
  context.fillText(ACTIVATIONS.fullyDense(), left + length, top + 24);
}

function cellAfterKey(key: string, from: Cell | null, layers: readonly StudiedLayer[]): Cell | null {
  const last = (layer: number) => (layers[layer]?.densities.length ?? 1) - 1;
  const { layer, point } = from ?? { layer: 0, point: 0 };
  const to = (toLayer: number, toPoint: number): Cell => {
    const clamped = Math.min(layers.length - 1, Math.max(0, toLayer));
    return { layer: clamped, point: Math.min(last(clamped), Math.max(0, toPoint)) };
  };
  switch (key) {
    case 'ArrowRight':
      return from === null ? to(0, 0) : to(layer, point + 1);
    case 'ArrowLeft':
      return to(layer, point - 1);
    case 'ArrowDown':
      return from === null ? to(0, 0) : to(layer + 1, point);
    case 'ArrowUp':
      return to(layer - 1, point);
    case 'Home':
      return to(layer, 0);
    case 'End':
      return to(layer, last(layer));
    default:
      return null;
  }
}

function nameOf({ name, kind }: StudiedLayer): string {
  return kind === 'pool' && !/pool/i.test(name) ? `${name} (${LAYER_KIND.pool()})` : name;
}

/** A text cut in the middle to a width. */
export function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  for (let kept = text.length - 1; kept > 2; kept--) {
    const short = `${text.slice(0, Math.floor(kept / 3))}…${text.slice(text.length - Math.ceil((2 * kept) / 3))}`;
    if (context.measureText(short).width <= width) return short;
  }
  return '…';
}
