import type { TrainingIteration } from '../timing/training-iteration.ts';
import type { Step } from '../timing/training-step.ts';
import type { Report } from './report.ts';
import { transferSpans } from './transfer-spans.ts';

/** The iteration, step by step, without and with the compressing DMA engine. */
export interface Timelines {
  vdnn: TrainingIteration;
  cdma: TrainingIteration;
}

/** An event of the Chrome trace format, which Perfetto opens too. Times are in microseconds. */
type TraceEvent =
  | { ph: 'M'; pid: number; tid: number; name: 'process_name' | 'thread_name'; args: { name: string } }
  | { ph: 'X'; pid: number; tid: number; name: string; ts: number; dur: number; args: Record<string, string | number> };

const COMPUTE_LANE = 1;
const OFFLOAD_LANE = 2;
const PREFETCH_LANE = 3;

/** One iteration as lanes of compute, offload and prefetch, for vDNN and for cDMA. */
export function toPerfettoTrace(
  report: Report,
  { vdnn, cdma }: Timelines,
): { traceEvents: TraceEvent[]; otherData: object } {
  return {
    traceEvents: [...timelineEvents(1, 'vDNN', vdnn), ...timelineEvents(2, 'cDMA', cdma)],
    otherData: { tool: report.tool, config: report.config.hash, time: report.time, totals: report.totals },
  };
}

/** Events of one iteration as a process of its own. */
export function timelineEvents(pid: number, name: string, iteration: TrainingIteration): TraceEvent[] {
  const lane = (tid: number, title: string): TraceEvent => ({
    ph: 'M',
    pid,
    tid,
    name: 'thread_name',
    args: { name: title },
  });
  return [
    { ph: 'M', pid, tid: 0, name: 'process_name', args: { name } },
    lane(COMPUTE_LANE, 'compute'),
    lane(OFFLOAD_LANE, 'offload'),
    lane(PREFETCH_LANE, 'prefetch'),
    ...iteration.steps.flatMap((step) => stepEvents(pid, step)),
  ];
}

function stepEvents(pid: number, step: Step): TraceEvent[] {
  const events: TraceEvent[] = [];
  if (step.compute.seconds > 0) {
    const name = step.work.kind === 'layer' ? step.work.layer : step.direction;
    const args = { direction: step.direction, waitsFor: step.binding };
    events.push({ ph: 'X', pid, tid: COMPUTE_LANE, name, ts: step.start * 1e6, dur: step.compute.seconds * 1e6, args });
  }
  const spans = transferSpans(step);
  for (const [index, { layers, rawBytes, compressedBytes, binding }] of step.transfers.entries()) {
    const { start, end } = spans[index] ?? { start: step.start, end: step.start };
    const tid = step.direction === 'forward' ? OFFLOAD_LANE : PREFETCH_LANE;
    const args = { rawBytes, compressedBytes, binding };
    events.push({ ph: 'X', pid, tid, name: layers.join(' + '), ts: start * 1e6, dur: (end - start) * 1e6, args });
  }
  return events;
}
