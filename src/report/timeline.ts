import type { LayerCompute } from '../timing/compute-time.ts';
import type { TransferResource } from '../timing/resource.ts';
import type { TrainingIteration } from '../timing/training-iteration.ts';
import type { Step } from '../timing/training-step.ts';
import type { Seconds } from '../units.ts';
import type { Resource } from './report.ts';
import type { Timelines } from './trace.ts';
import { transferSpans } from './transfer-spans.ts';

/** One iteration of three designs, as lanes of spans. */
export interface Timeline {
  /** Names of spans: a layer, several that are copied together, or a whole pass. */
  labels: readonly string[];
  /** What stalls wait for and what binds copies. */
  causes: readonly Resource[];
  designs: readonly DesignTimeline[];
}

export interface DesignTimeline {
  design: 'oracle' | 'vdnn' | 'cdma';
  seconds: Seconds;
  /** Where the backward pass begins. */
  backwardStart: Seconds;
  lanes: readonly Lane[];
}

/** What a lane shows; `stall`: compute is over, but the step is not. */
export type LaneName = 'compute' | 'stall' | 'offload' | 'prefetch';

/** Spans of one kind in the order of their starts, in typed arrays, so that threads hand them over without copying. */
export interface Lane {
  lane: LaneName;
  /** Seconds since the iteration began. */
  starts: Float64Array;
  ends: Float64Array;
  /** Index into `Timeline.labels`. */
  labels: Uint16Array;
  /** Index into `Timeline.causes`: what a stall waits for, or what binds a copy. */
  causes: Uint8Array;
  /** Of copies; 0 for the rest. */
  rawBytes: Float64Array;
  compressedBytes: Float64Array;
}

const CAUSES: readonly Resource[] = ['compute', 'link', 'engine', 'dram', 'crossbar', 'buffer', 'issue'];

interface Span {
  start: Seconds;
  end: Seconds;
  label: string;
  cause: Resource | TransferResource;
  rawBytes: number;
  compressedBytes: number;
}

/** Shorter than this a wait is rounding. */
const SHORTEST_STALL: Seconds = 1e-12;

/** Lanes of an iteration for a GPU that never waits, for vDNN and for cDMA. */
export function timelineOf(compute: readonly LayerCompute[], { vdnn, cdma }: Timelines): Timeline {
  const labels = new Labels();
  const designs = [oracle(compute, labels), iterationOf('vdnn', vdnn, labels), iterationOf('cdma', cdma, labels)];
  return { labels: labels.all, causes: CAUSES, designs };
}

/** Buffers to hand over with a timeline. */
export function buffersOf({ designs }: Timeline): ArrayBuffer[] {
  return designs
    .flatMap(({ lanes }) => lanes)
    .flatMap(({ starts, ends, labels, causes, rawBytes, compressedBytes }) =>
      [starts, ends, labels, causes, rawBytes, compressedBytes].map(({ buffer }) => buffer as ArrayBuffer),
    );
}

class Labels {
  readonly all: string[] = [];
  readonly #indices = new Map<string, number>();

  index(label: string): number {
    const known = this.#indices.get(label);
    if (known !== undefined) return known;
    this.#indices.set(label, this.all.length);
    return this.all.push(label) - 1;
  }
}

/** Compute alone: all layers forward, then all backward. */
function oracle(compute: readonly LayerCompute[], labels: Labels): DesignTimeline {
  let now = 0;
  const spanOf = (label: string, seconds: Seconds): Span => {
    const start = now;
    now += seconds;
    return { start, end: now, label, cause: 'compute', rawBytes: 0, compressedBytes: 0 };
  };
  const forward = compute.map((layer) => spanOf(layer.layer, layer.forward.seconds));
  const backwardStart = now;
  const backward = [...compute].reverse().map((layer) => spanOf(layer.layer, layer.backward.seconds));
  const lanes = [laneOf('compute', [...forward, ...backward], labels)];
  return { design: 'oracle', seconds: now, backwardStart, lanes };
}

function iterationOf(design: 'vdnn' | 'cdma', iteration: TrainingIteration, labels: Labels): DesignTimeline {
  const { steps, seconds, forwardSeconds } = iteration;
  const copies = (direction: Step['direction']) =>
    steps.filter((step) => step.direction === direction).flatMap(copySpans);
  return {
    design,
    seconds,
    backwardStart: forwardSeconds,
    lanes: [
      laneOf('compute', steps.flatMap(computeSpans), labels),
      laneOf('stall', steps.flatMap(stallSpans), labels),
      laneOf('offload', copies('forward'), labels),
      laneOf('prefetch', copies('backward'), labels),
    ],
  };
}

function labelOf({ work, direction }: Step): string {
  return work.kind === 'pass' ? direction : work.layer;
}

function computeSpans(step: Step): Span[] {
  const { start, compute } = step;
  if (compute.seconds <= 0) return [];
  const end = start + compute.seconds;
  return [{ start, end, label: labelOf(step), cause: 'compute', rawBytes: 0, compressedBytes: 0 }];
}

/** What of a step is left when its compute is over; DRAM that is shared makes compute itself longer, which counts as waiting for DRAM. */
function stallSpans(step: Step): Span[] {
  const start = step.start + step.compute.seconds;
  const end = step.start + step.duration;
  if (end - start < SHORTEST_STALL) return [];
  return [{ start, end, label: labelOf(step), cause: step.binding, rawBytes: 0, compressedBytes: 0 }];
}

function copySpans(step: Step): Span[] {
  const spans = transferSpans(step);
  return step.transfers.map(({ layers, rawBytes, compressedBytes, binding }, index) => {
    const { start, end } = spans[index] ?? { start: step.start, end: step.start };
    return { start, end, label: layers.join(' + '), cause: binding, rawBytes, compressedBytes };
  });
}

function laneOf(lane: LaneName, spans: readonly Span[], labels: Labels): Lane {
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  return {
    lane,
    starts: Float64Array.from(ordered, ({ start }) => start),
    ends: Float64Array.from(ordered, ({ end }) => end),
    labels: Uint16Array.from(ordered, ({ label }) => labels.index(label)),
    causes: Uint8Array.from(ordered, ({ cause }) => CAUSES.indexOf(cause)),
    rawBytes: Float64Array.from(ordered, ({ rawBytes }) => rawBytes),
    compressedBytes: Float64Array.from(ordered, ({ compressedBytes }) => compressedBytes),
  };
}
