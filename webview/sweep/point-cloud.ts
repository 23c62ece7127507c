import type { SweepColumn, SweepColumns } from '../../src/exploration/columns.ts';
import type { Decisions } from '../../src/exploration/decisions.ts';
import { along, axisOver, valueAt } from '../canvas/axis.ts';
import type { Picture } from '../canvas/canvas-figure.ts';
import { count } from '../format.ts';
import type { Theme } from '../theme.ts';
import { drawAxes, type PlotArea, plotAreaOf } from './axes-drawing.ts';
import { type Brush, brushBetween, brushedRows, MOST_LISTED_ROWS } from './brush.ts';
import { nameOf, pointText, tableOfRows } from './columns.ts';
import { PointLayer } from './point-layer.ts';
import { drawDiamond, legendOfPoints } from './points-legend.ts';
import { movedSight, revealingSight, type Sight, zoomedSight } from './sight.ts';
import { endOf, stepAlong } from './steps.ts';
import { CLOUD, SWEEP } from './words.ts';

/** What the user's hand changes; it outlives a redrawing. */
export interface CloudHand {
  /** Null while all points are in sight. */
  view: Sight | null;
  selected: number | null;
  brush: Brush | null;
}

interface Cloud {
  sweep: SweepColumns;
  decisions: Pick<Decisions, 'front'>;
  x: SweepColumn;
  y: SweepColumn;
  /** Called when another point is selected or others are brushed. */
  onChange(): void;
}

interface Place {
  x: number;
  y: number;
}

const HEIGHT = 376;
const NEAR_PIXELS = 12;
const KEY_ZOOM = 1.5;
const MOST_TABLE_ROWS = 200;
const BEST_RADIUS = 7;
const SELECTED_RADIUS = 10;

/** Points of a sweep, one figure against another. However many there are, a frame is drawn in a few milliseconds. */
export function pointCloud({ sweep, decisions, x, y, onChange }: Cloud, theme: Theme, hand: CloudHand): Picture {
  const whole = { x: axisOver(x.values, x.dimension === 'choice'), y: axisOver(y.values, y.dimension === 'choice') };
  const layer = new PointLayer(sweep, decisions.front, x, y, whole, theme);
  const sight = (): Sight => hand.view ?? whole;
  let area: PlotArea = plotAreaOf(1, HEIGHT);
  const valuesAt = (row: number): Place => ({ x: x.values[row] ?? Number.NaN, y: y.values[row] ?? Number.NaN });
  const placeOf = (row: number): Place => {
    const values = valuesAt(row);
    return {
      x: area.left + along(sight().x, values.x) * area.width,
      y: area.top + (1 - along(sight().y, values.y)) * area.height,
    };
  };
  const sharesOf = (place: Place): Place => ({
    x: (place.x - area.left) / area.width,
    y: 1 - (place.y - area.top) / area.height,
  });
  const valuesUnder = (place: Place): Place => {
    const shares = sharesOf(place);
    return { x: valueAt(sight().x, shares.x), y: valueAt(sight().y, shares.y) };
  };
  const nearest = (place: Place): number | null => layer.nearest(sight(), sharesOf(place), area, NEAR_PIXELS);
  const select = (row: number): string => {
    hand.selected = row;
    onChange();
    return pointText(sweep, row);
  };

  const draw = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    area = plotAreaOf(width, height);
    drawAxes(context, theme, area, sight(), [x, y]);
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.width, area.height);
    context.clip();
    const detail = devicePixelRatio;
    const points = layer.paint(sight(), hand.brush, area, detail);
    // Dot on dot: the layer begins where a dot of the screen does.
    context.imageSmoothingEnabled = false;
    const [left, top] = [Math.round(area.left * detail) / detail, Math.round(area.top * detail) / detail];
    context.drawImage(points, left, top, points.width / detail, points.height / detail);
    if (hand.brush !== null) drawBrush(context, hand.brush);
    if (sweep.best !== null) drawBest(context, placeOf(sweep.best));
    if (hand.selected !== null) drawRing(context, placeOf(hand.selected));
    context.restore();
  };

  const drawBrush = (context: CanvasRenderingContext2D, brush: Brush): void => {
    const [left, right] = brush.x.map((value) => area.left + along(sight().x, value) * area.width);
    const [bottom, top] = brush.y.map((value) => area.top + (1 - along(sight().y, value)) * area.height);
    context.strokeStyle = theme.focus;
    context.setLineDash([4, 3]);
    context.strokeRect(left ?? 0, top ?? 0, (right ?? 0) - (left ?? 0), (bottom ?? 0) - (top ?? 0));
    context.setLineDash([]);
  };

  const drawBest = (context: CanvasRenderingContext2D, place: Place): void => {
    drawDiamond(context, theme, place.x, place.y, BEST_RADIUS);
    const label = SWEEP.best();
    const { width } = context.measureText(label);
    const isLeft = place.x + 14 + width > area.left + area.width;
    const at = isLeft ? place.x - 14 - width : place.x + 14;
    // On a ground of its own: points lie below.
    context.fillStyle = theme.background;
    context.fillRect(at - 2, place.y - 8, width + 4, 16);
    context.fillStyle = theme.foreground;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(label, at, place.y);
  };

  const drawRing = (context: CanvasRenderingContext2D, place: Place): void => {
    context.strokeStyle = theme.foreground;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(place.x, place.y, SELECTED_RADIUS, 0, 2 * Math.PI);
    context.stroke();
  };

  const moveSelection = (row: number | undefined): string | null => {
    if (row === undefined) return null;
    hand.view = hand.view && revealingSight(hand.view, valuesAt(row));
    return select(row);
  };
  const step = (axis: 'x' | 'y', sign: 1 | -1): string | null => {
    const { selected } = hand;
    const [column, other] = axis === 'x' ? [x, y] : [y, x];
    // A point that was selected in other columns may have no place here.
    if (selected === null || Number.isNaN(valuesAt(selected).x + valuesAt(selected).y))
      return moveSelection(endOf(x, y, 1));
    return moveSelection(stepAlong(column, other, selected, sign) ?? selected);
  };
  const zoomByKey = (factor: number): string => {
    const shares = hand.selected === null ? { x: 0.5, y: 0.5 } : sharesOf(placeOf(hand.selected));
    const isInSight = shares.x >= 0 && shares.x <= 1 && shares.y >= 0 && shares.y <= 1;
    hand.view = zoomedSight(sight(), whole, isInSight ? shares : { x: 0.5, y: 0.5 }, factor);
    return SWEEP.zoomed();
  };
  const listSight = (): string => {
    const corner = (share: number): Place => ({ x: valueAt(sight().x, share), y: valueAt(sight().y, share) });
    hand.brush = brushBetween(corner(0), corner(1));
    onChange();
    const { length } = brushedRows(x, y, hand.brush);
    return SWEEP.brushed(count(length), count(Math.min(length, MOST_LISTED_ROWS)));
  };

  return {
    heading: SWEEP.heading(),
    description: SWEEP.description(nameOf(y), nameOf(x)),
    label: `${SWEEP.label(sweep.points, nameOf(y), nameOf(x))} ${SWEEP.instructions()} ${CLOUD.listKey()}`,
    table: tableOfRows(sweep, [...sweep.ids.keys()].slice(0, MOST_TABLE_ROWS)),
    legend: legendOfPoints(theme),
    height: () => HEIGHT,
    draw,
    textAt: (atX, atY) => {
      const row = nearest({ x: atX, y: atY });
      return row === null ? null : pointText(sweep, row);
    },
    onClick: (atX, atY) => {
      const row = nearest({ x: atX, y: atY });
      return row === null ? null : select(row);
    },
    onZoom: (atX, atY, factor) => {
      hand.view = zoomedSight(sight(), whole, sharesOf({ x: atX, y: atY }), factor);
      return true;
    },
    onDrag: ({ from, to, by, marks }) => {
      if (marks) {
        hand.brush = brushBetween(valuesUnder(from), valuesUnder(to));
        onChange();
      } else {
        hand.view = movedSight(sight(), whole, { x: -by.x / area.width, y: by.y / area.height });
      }
      return true;
    },
    onKey: (key) => {
      switch (key) {
        case 'ArrowRight':
          return step('x', 1);
        case 'ArrowLeft':
          return step('x', -1);
        case 'ArrowUp':
          return step('y', 1);
        case 'ArrowDown':
          return step('y', -1);
        case 'Home':
          return moveSelection(endOf(x, y, 1));
        case 'End':
          return moveSelection(endOf(x, y, -1));
        case '+':
        case '=':
          return zoomByKey(KEY_ZOOM);
        case '-':
          return zoomByKey(1 / KEY_ZOOM);
        case '0':
          hand.view = null;
          return SWEEP.allInSight();
        case 'b':
          return listSight();
        case 'Escape':
          hand.brush = null;
          onChange();
          return SWEEP.nothingBrushed();
        default:
          return null;
      }
    },
  };
}
