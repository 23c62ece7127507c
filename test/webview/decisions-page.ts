/** Runs in a page: shows the pictures for deciding in their figures, as a view would. */
import type { MetricColumn, ParameterColumn, SweepColumns } from '../../src/exploration/columns.ts';
import type { Decisions, HeatMap } from '../../src/exploration/decisions.ts';
import { Announcer } from '../../webview/announcer.ts';
import { CanvasFigure, type Picture } from '../../webview/canvas/canvas-figure.ts';
import { ChartFigure } from '../../webview/charts/figure.ts';
import type { ChartSpec } from '../../webview/charts/spec.ts';
import { element } from '../../webview/dom.ts';
import { columnOf } from '../../webview/sweep/columns.ts';
import { convergenceChart } from '../../webview/sweep/convergence-chart.ts';
import { effectsChart } from '../../webview/sweep/effects-chart.ts';
import { type HeatHand, heatMapPicture } from '../../webview/sweep/heat-map.ts';
import { rowsInBrushes } from '../../webview/sweep/parallel-brushes.ts';
import { type ParallelHand, parallelCoordinates } from '../../webview/sweep/parallel-coordinates.ts';
import { responseChart } from '../../webview/sweep/responses-chart.ts';
import { type MatrixHand, scatterMatrix } from '../../webview/sweep/scatter-matrix.ts';
import { tornadoPicture } from '../../webview/sweep/tornado-picture.ts';
import { readTheme, type Theme } from '../../webview/theme.ts';
import { revived } from './plain.ts';

export interface DecisionContent {
  sweep: SweepColumns;
  decisions: Decisions;
  heatMaps: readonly HeatMap[];
}

/** What was said aloud and what was picked, for the tests to read. */
const heard: string[] = [];
const picked: string[] = [];
const saved: string[] = [];
const announcer = new Announcer();
const say = announcer.say.bind(announcer);
announcer.say = (text) => {
  heard.push(text);
  say(text);
};

function showDecisions(plain: unknown): void {
  const { sweep, decisions, heatMaps } = revived(plain) as DecisionContent;
  const theme = readTheme();
  const place = element('main');
  document.body.replaceChildren(place, announcer.element);
  const source = sweep.config.name;
  const canvas = (make: (theme: Theme) => Picture): CanvasFigure => {
    const savePicture = (_name: string, _format: string, bytes: Uint8Array): void => {
      saved.push(new TextDecoder().decode(bytes));
    };
    const figure = new CanvasFigure(announcer, { reveal: () => {}, savePicture });
    place.append(figure.element);
    figure.show(make, theme, source);
    return figure;
  };
  const chart = (spec: ChartSpec | undefined): void => {
    if (spec === undefined) throw new Error('Nothing to draw');
    const figure = new ChartFigure(announcer, { reveal: () => {}, savePicture: () => {}, useValue: () => {} });
    place.append(figure.element);
    figure.show(spec, theme, source);
  };
  const { front } = decisions;
  const parallel: ParallelHand = { brushes: new Map(), axis: null };
  const matrix: MatrixHand = { cell: null, rows: undefined };
  const parameters = sweep.columns.flatMap((column) => (column.kind === 'parameter' ? [column.key] : []));
  const keys = [...parameters, ...sweep.objectives.map(({ metric }) => metric)];
  let matrixFigure: CanvasFigure | undefined;
  const onChange = (): void => {
    matrix.rows = parallel.brushes.size === 0 ? undefined : rowsInBrushes(sweep, parallel.brushes);
    matrixFigure?.redraw();
  };
  canvas((colours) => parallelCoordinates({ sweep, front, keys, onChange }, colours, parallel));
  const onPick = (x: string, y: string): void => {
    picked.push(`${x} ${y}`);
  };
  matrixFigure = canvas((colours) => scatterMatrix({ sweep, front, keys, onPick }, colours, matrix));
  for (const map of heatMaps) {
    const hand: HeatHand = { at: null, selected: null };
    const [x, y] = [columnOf(sweep, map.x) as ParameterColumn, columnOf(sweep, map.y) as ParameterColumn];
    const metric = columnOf(sweep, map.metric) as MetricColumn;
    const heat = { map, x, y, metric, present: { x: 1, y: 1 }, onChange: () => {} };
    canvas((colours) => heatMapPicture(heat, colours, hand));
  }
  for (const key of parameters) {
    const metric = sweep.objectives.at(key === 'link.preset' ? 0 : -1)?.metric ?? '';
    const present = key === 'dma.buffer' ? 70e3 : key === 'link.preset' ? 0 : undefined;
    chart(responseChart(sweep, decisions, key, metric, present));
  }
  for (const effects of decisions.effects) chart(effectsChart(effects));
  for (const tornado of decisions.tornado) {
    const hand = { bar: null };
    const metric = columnOf(sweep, tornado.metric) as MetricColumn;
    canvas((colours) => tornadoPicture({ tornado, metric }, colours, hand));
  }
  if (decisions.convergence !== null) chart(convergenceChart(decisions));
}

Object.assign(globalThis, { showDecisions, heard, picked, saved });
