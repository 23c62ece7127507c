import type { Resource } from '../../src/report/report.ts';
import type { DesignTimeline, LaneName, Timeline } from '../../src/report/timeline.ts';

export type RowName = 'compute' | 'offload' | 'prefetch';

/** How a span is drawn: the two passes of compute differ. */
export type Look = 'forward' | 'backward' | Exclude<LaneName, 'compute'>;

/** A span of time in a row. */
export interface Span {
  kind: LaneName;
  start: number;
  end: number;
  label: string;
  /** What a wait is for, or what binds a copy. */
  cause: Resource;
  isBackward: boolean;
  look: Look;
  rawBytes: number;
  compressedBytes: number;
}

/** Spans of one design that are drawn side by side: compute and the waits between, or copies. */
export interface Row {
  design: DesignTimeline['design'];
  name: RowName;
  /** By start. */
  spans: readonly Span[];
}

/** Of the moment at which the backward pass begins, in seconds. */
const ROUNDING = 1e-12;

/** The rows of a timeline from top to bottom; a design without copies has none for them. */
export function rowsOf({ labels, causes, designs }: Timeline): Row[] {
  return designs.flatMap((design) =>
    (['compute', 'offload', 'prefetch'] as const).flatMap((name): Row[] => {
      const lanes = design.lanes.filter(({ lane }) => lane === name || (name === 'compute' && lane === 'stall'));
      if (lanes.length === 0) return [];
      const spans = lanes.flatMap((lane) =>
        Array.from(lane.starts, (start, index): Span => {
          const isBackward = start >= design.backwardStart - ROUNDING;
          return {
            kind: lane.lane,
            start,
            end: lane.ends[index] ?? start,
            label: labels[lane.labels[index] ?? 0] ?? '',
            cause: causes[lane.causes[index] ?? 0] ?? 'compute',
            isBackward,
            look: lane.lane !== 'compute' ? lane.lane : isBackward ? 'backward' : 'forward',
            rawBytes: lane.rawBytes[index] ?? 0,
            compressedBytes: lane.compressedBytes[index] ?? 0,
          };
        }),
      );
      return [{ design: design.design, name, spans: spans.sort((a, b) => a.start - b.start) }];
    }),
  );
}

/** The span of a row at a moment, or the one nearest to it; undefined in an empty row. */
export function spanNear({ spans }: Row, moment: number): number | undefined {
  let best: number | undefined;
  let distance = Number.POSITIVE_INFINITY;
  spans.forEach(({ start, end }, index) => {
    const away = moment < start ? start - moment : moment > end ? moment - end : 0;
    if (away < distance) [best, distance] = [index, away];
  });
  return best;
}

/** Time that a design waits, in seconds. */
export function waitOf(rows: readonly Row[], design: DesignTimeline['design']): number {
  return rows
    .filter((row) => row.design === design)
    .flatMap(({ spans }) => spans)
    .reduce((sum, { kind, start, end }) => sum + (kind === 'stall' ? end - start : 0), 0);
}
