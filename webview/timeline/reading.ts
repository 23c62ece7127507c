/** What the timeline says: titles, spans in words, and its table. */
import type { DesignTimeline, Timeline } from '../../src/report/timeline.ts';
import type { TableSpec } from '../charts/spec.ts';
import { megabytes, milliseconds, percent } from '../format.ts';
import { CHART, RESOURCE } from '../words.ts';
import type { Row, Span } from './lanes.ts';
import { LAYER_TIMES, TIMELINE } from './words.ts';

function designName(design: DesignTimeline['design']): string {
  switch (design) {
    case 'oracle':
      return CHART.oracle();
    case 'vdnn':
      return CHART.vdnn();
    case 'cdma':
      return CHART.cdma();
  }
}

/** A design with its time, and how much of it is more than the oracle's. */
export function titleOf({ design, seconds }: DesignTimeline, { designs }: Timeline): string {
  const oracle = designs.find((one) => one.design === 'oracle')?.seconds ?? seconds;
  const time = timeText(seconds);
  return design === 'oracle'
    ? `${designName(design)} · ${time}`
    : `${designName(design)} · ${time} · ${TIMELINE.overOracle(percent(seconds / oracle - 1))}`;
}

export function spanText(span: Span, design: DesignTimeline['design']): string {
  const { kind, label, start, end, cause, rawBytes, compressedBytes } = span;
  const when = TIMELINE.when(timeText(start), timeText(end - start));
  const what = `${designName(design)}, ${TIMELINE.kinds[kind]()} ${label}`;
  switch (kind) {
    case 'compute':
      return `${what}: ${when}`;
    case 'stall':
      return `${what}: ${when}. ${TIMELINE.waitsFor(RESOURCE[cause]())}`;
    case 'offload':
    case 'prefetch':
      return `${what}: ${when}. ${megabytes(rawBytes)} → ${megabytes(compressedBytes)}. ${TIMELINE.boundBy(RESOURCE[cause]())}`;
  }
}

/** Both passes of every layer with cDMA, in the order in which they begin. */
export function tableOf(rows: readonly Row[]): TableSpec {
  const byLabel = new Map<string, Span[]>();
  const ofCdma = rows.filter(({ design }) => design === 'cdma').flatMap(({ spans }) => spans);
  for (const span of ofCdma.sort((a, b) => a.start - b.start)) {
    const spans = byLabel.get(span.label);
    if (spans === undefined) byLabel.set(span.label, [span]);
    else spans.push(span);
  }
  return {
    columns: [
      LAYER_TIMES.layer(),
      LAYER_TIMES.forwardBegins(),
      LAYER_TIMES.forwardComputes(),
      LAYER_TIMES.forwardWaits(),
      LAYER_TIMES.offload(),
      LAYER_TIMES.backwardBegins(),
      LAYER_TIMES.backwardComputes(),
      LAYER_TIMES.backwardWaits(),
      LAYER_TIMES.prefetch(),
    ],
    rows: [...byLabel].map(([header, spans]) => {
      const of = (kind: Span['kind'], isBackward: boolean): Span[] =>
        spans.filter((span) => span.kind === kind && span.isBackward === isBackward);
      const copies = (kind: 'offload' | 'prefetch'): Span[] => spans.filter((span) => span.kind === kind);
      const pass = (isBackward: boolean): string[] => [
        beginOf([...of('compute', isBackward), ...of('stall', isBackward)]),
        lengthOf(of('compute', isBackward)),
        waitText(of('stall', isBackward)),
      ];
      const cells = [...pass(false), lengthOf(copies('offload')), ...pass(true), lengthOf(copies('prefetch'))];
      return { header, cells };
    }),
  };
}

const NOTHING = '–';

function beginOf(spans: readonly Span[]): string {
  return spans.length === 0 ? NOTHING : timeText(Math.min(...spans.map(({ start }) => start)));
}

function lengthOf(spans: readonly Span[]): string {
  return spans.length === 0 ? NOTHING : timeText(spans.reduce((sum, { start, end }) => sum + end - start, 0));
}

function waitText(stalls: readonly Span[]): string {
  if (stalls.length === 0) return NOTHING;
  const resources = [...new Set(stalls.map(({ cause }) => RESOURCE[cause]()))];
  return LAYER_TIMES.wait(lengthOf(stalls), resources.join(', '));
}

function timeText(seconds: number): string {
  return milliseconds(seconds * 1e3);
}
