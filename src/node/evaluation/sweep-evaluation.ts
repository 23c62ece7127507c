import os from 'node:os';
import { throwIfCancelled } from '../../cancelled.ts';
import { hasShape } from '../../closed-form/iteration-shape.ts';
import type { Confinement } from '../../confined-files.ts';
import {
  type EvaluateDesigns,
  type Evaluated,
  type EvaluationRequest,
  evaluateHere,
} from '../../exploration/evaluation.ts';
import { FigureColumns } from '../../exploration/figure-columns.ts';
import { designsOf, type Prepared } from '../../exploration/prepared.ts';
import { evaluateRemembering, type RememberedDesigns } from '../../exploration/remembered-designs.ts';
import { type DesignRequest, evaluateListed } from './evaluate-listed.ts';
import { type Chunk, inOrder, Pace } from './in-order.ts';
import { Threads } from './threads.ts';

export interface EvaluationOptions {
  /** Text of the config, and its URI: threads prepare it themselves. */
  text: string;
  uri: string;
  /** Undefined: this thread, and as many as there are processors once that turns out to be worth it. */
  threads: number | undefined;
  /** Where the files that it names may lie. */
  folders?: Confinement;
  /** Designs that need not be run again, where they are slow. */
  remembered?: RememberedDesigns;
}

/** So long is evaluated on this thread before threads are started, to see how long the rest will take. */
const PATIENCE_MILLISECONDS = 1000;
/** Threads need about a second until they evaluate, so that less work than this is done as soon without. */
const WORTHWHILE_MILLISECONDS = 3000;
/** Designs that take less are slower to hand over than to evaluate. */
const SLOW_MILLISECONDS = 0.2;
/** So many designs are looked at to tell whether a sweep is fast. */
const PROBES = 32;

/** Evaluates the designs of an exploration on one thread or on many: the same figures in the same order. */
export class SweepEvaluation {
  private readonly evaluateListed: ReturnType<typeof evaluateListed>;
  private readonly pace = new Pace();
  private started: Threads | undefined;

  constructor(
    private readonly prepared: Prepared,
    private readonly options: EvaluationOptions,
  ) {
    this.evaluateListed = evaluateListed(prepared);
    const { threads } = options;
    if (threads !== undefined && threads > 1) this.startThreads(threads);
  }

  /** All designs of a request. */
  readonly evaluate: EvaluateDesigns = async (request) => {
    if (this.started === undefined && isFast(this.prepared, request)) return evaluateHere(this.prepared)(request);
    const { remembered } = this.options;
    if (remembered === undefined) return this.evaluateSlow(request);
    return evaluateRemembering(this.prepared, remembered, this.evaluateSlow)(request);
  };

  private readonly evaluateSlow: EvaluateDesigns = async (request) => {
    const evaluated = columnsFor(request);
    await this.evaluateInChunks(request, evaluated, 0, () => undefined);
    return evaluated;
  };

  /** The designs of a request from row `from` on, in their order, `into` columns for all; `onChunk` is told of each part. */
  async evaluateInChunks(
    { onProgress, ...request }: EvaluationRequest,
    into: Evaluated,
    from: number,
    onChunk: (chunk: Chunk) => void | Promise<void>,
  ): Promise<void> {
    for await (const chunk of this.chunks(request, from)) {
      copyRows(chunk, into);
      await onChunk(chunk);
      onProgress(chunk.from + chunk.places.length, into);
    }
  }

  async close(): Promise<void> {
    await this.started?.close();
  }

  private async *chunks(request: DesignRequest, from: number): AsyncGenerator<Chunk, void> {
    const { context } = this.prepared;
    let next = from;
    if (this.started === undefined) {
      const onThisThread = { workers: 1, from, shouldStop: (row: number) => this.shouldStartThreads(request, row) };
      for await (const chunk of inOrder(this.evaluateListed, request, this.pace, onThisThread)) {
        yield chunk;
        next = chunk.from + chunk.places.length;
        await context.host.pause();
        throwIfCancelled(context.signal);
      }
      if (next === request.places.length) return;
    }
    const threads = this.started ?? this.startThreads(os.availableParallelism());
    yield* inOrder((part) => threads.evaluate(part), request, this.pace, { workers: threads.count, from: next });
  }

  private shouldStartThreads({ places }: DesignRequest, row: number): boolean {
    if (this.options.threads !== undefined || os.availableParallelism() === 1) return false;
    return (
      this.pace.chunks > 1 && // the first design makes what others share
      this.pace.spent > PATIENCE_MILLISECONDS &&
      this.pace.millisecondsFor(1) > SLOW_MILLISECONDS &&
      this.pace.millisecondsFor(places.length - row) > WORTHWHILE_MILLISECONDS
    );
  }

  private startThreads(count: number): Threads {
    const { text, uri, folders } = this.options;
    const { config, context } = this.prepared;
    const threads = new Threads(count, { text, uri, folders, hash: config.hash });
    context.signal?.addEventListener('abort', () => void threads.close());
    this.started = threads;
    return threads;
  }
}

/** Columns for the rows of a request, without any figure. */
export function columnsFor({ places, wanted }: DesignRequest): Evaluated {
  return { metrics: new FigureColumns(places.length, wanted).columns, failed: new Uint32Array(places.length) };
}

function copyRows({ from, evaluated }: Chunk, into: Evaluated): void {
  into.failed.set(evaluated.failed, from);
  for (const [id, column] of into.metrics) {
    const part = evaluated.metrics.get(id);
    if (part !== undefined) column.set(part, from);
  }
}

/** Whether designs have a closed form, and most of what it is made of in common: then all take less than a second. */
function isFast(prepared: Prepared, { places, fidelity }: EvaluationRequest): boolean {
  const designs = designsOf(prepared, fidelity);
  const structures = new Map<number, number>();
  const probes = Math.min(PROBES, places.length);
  for (let probe = 0; probe < probes; probe++) {
    const place = places[Math.floor(((probe + 0.5) * places.length) / probes)] ?? 0;
    structures.set(designs.structureOf(place), place);
  }
  if (structures.size > PROBES / 2) return false;
  return [...structures.values()].every((place) => hasShape(designs.configAt(place)));
}
