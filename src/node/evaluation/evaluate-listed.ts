import { evaluateList } from '../../exploration/evaluate-list.ts';
import type { Evaluated, EvaluationRequest } from '../../exploration/evaluation.ts';
import { FigureColumns } from '../../exploration/figure-columns.ts';
import { type Prepared, structuresOf } from '../../exploration/prepared.ts';
import type { Structures } from '../../exploration/structures.ts';
import { CANNOT_RUN } from '../../exploration/sweep.ts';

/** Designs to evaluate, without word of how far it is. */
export type DesignRequest = Omit<EvaluationRequest, 'onProgress'>;
export type EvaluateListed = (request: DesignRequest) => Promise<TimedEvaluation>;

export interface TimedEvaluation {
  evaluated: Evaluated;
  /** How long it took. */
  milliseconds: number;
}

/** What designs share is kept for so many structures; each takes some kilobytes. */
const MOST_STRUCTURES = 1000;

/**
 * Evaluates designs one by one on this thread, so that a sweep can be evaluated in any number of requests: what designs
 * share is kept from one to the next. The same figures as any other way, bit for bit.
 */
export function evaluateListed(prepared: Prepared): EvaluateListed {
  const { context } = prepared;
  let kept: { fidelity: DesignRequest['fidelity']; structures: Structures; numbers: Set<number> } | undefined;
  return async ({ places, fidelity, wanted }) => {
    const startedAt = performance.now();
    if (kept === undefined || kept.fidelity !== fidelity || kept.numbers.size > MOST_STRUCTURES) {
      kept = { fidelity, structures: structuresOf(prepared, fidelity), numbers: new Set() };
    }
    const { structures, numbers } = kept;
    for (const place of places) numbers.add(structures.designs.structureOf(place));
    const figures = new FigureColumns(places.length, wanted);
    const failed = new Uint32Array(places.length);
    const onImpossible = (row: number): void => {
      failed[row] = CANNOT_RUN;
    };
    await evaluateList(places, { structures, context, figures, onImpossible, onProgress: () => undefined });
    return { evaluated: { metrics: figures.columns, failed }, milliseconds: performance.now() - startedAt };
  };
}
