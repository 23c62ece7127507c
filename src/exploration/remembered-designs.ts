import { hashConfig } from '../config/load.ts';
import type { Fidelity } from '../config/resolved-config.ts';
import { METRIC_IDS } from '../metrics/metric.ts';
import type { EvaluateDesigns, Evaluated } from './evaluation.ts';
import { FigureColumns } from './figure-columns.ts';
import { designsOf, type Prepared } from './prepared.ts';

/** So many designs are remembered; each takes some hundred bytes. */
const MOST_REMEMBERED = 100_000;

/** Figures of designs by the hash of their configs, whichever sweep they were in; in the order of `METRIC_IDS`. */
export class RememberedDesigns {
  private readonly known = new Map<string, Float64Array>();

  figuresOf(hash: string): Float64Array | undefined {
    return this.known.get(hash);
  }

  /** The oldest are forgotten first. */
  remember(hash: string, figures: Float64Array): void {
    this.known.set(hash, figures);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST_REMEMBERED) break;
      this.known.delete(oldest);
    }
  }
}

/**
 * Evaluates only designs that are not remembered: worth it where one takes milliseconds, because their configs are resolved and
 * hashed. Designs whose activations come from files are not remembered, as no hash tells when a file changes; nor are those
 * that cannot be run.
 */
export function evaluateRemembering(
  prepared: Prepared,
  remembered: RememberedDesigns,
  evaluate: EvaluateDesigns,
): EvaluateDesigns {
  return async (request) => {
    const { places, fidelity, wanted, onProgress } = request;
    if (METRIC_IDS.some((id) => !wanted.includes(id))) return evaluate(request);
    const hashes = hashesOf(prepared, places, fidelity);
    const { columns: metrics } = new FigureColumns(places.length, METRIC_IDS);
    const all: Evaluated = { metrics, failed: new Uint32Array(places.length) };
    const missing = Uint32Array.from(places.keys()).filter((row) => {
      const figures = remembered.figuresOf(hashes[row] ?? '');
      if (figures !== undefined) setFigures(all, row, figures);
      return figures === undefined;
    });
    let taken = 0;
    /** Rows in their order, so that all before the next missing one are complete. */
    const take = (evaluated: Evaluated, done: number): void => {
      for (; taken < done; taken++) {
        const [row, figures] = [missing[taken] ?? 0, figuresAt(evaluated, taken)];
        setFigures(all, row, figures);
        all.failed[row] = evaluated.failed[taken] ?? 0;
        const hash = hashes[row];
        if (hash !== undefined && all.failed[row] === 0) remembered.remember(hash, figures);
      }
    };
    const evaluated = await evaluate({
      ...request,
      places: missing.map((row) => places[row] ?? 0),
      onProgress: (done, soFar) => {
        if (soFar !== undefined) take(soFar, done);
        onProgress(missing[done] ?? places.length, soFar && all);
      },
    });
    take(evaluated, missing.length);
    return all;
  };
}

/** Of each design's config; undefined where it names files. */
function hashesOf(
  prepared: Prepared,
  places: ArrayLike<number>,
  fidelity: Fidelity | null,
): readonly (string | undefined)[] {
  const { host, ownNetwork } = prepared.context;
  const designs = designsOf(prepared, fidelity);
  return Array.from(places, (place) => {
    const config = designs.configAt(place);
    return config.workload.activations.source === 'tensors' ? undefined : hashConfig(config, host.sha256, ownNetwork);
  });
}

function figuresAt({ metrics }: Evaluated, row: number): Float64Array {
  return Float64Array.from(METRIC_IDS, (id) => metrics.get(id)?.[row] ?? Number.NaN);
}

function setFigures({ metrics }: Evaluated, row: number, figures: Float64Array): void {
  for (const [at, id] of METRIC_IDS.entries()) {
    const column = metrics.get(id);
    if (column !== undefined) column[row] = figures[at] ?? Number.NaN;
  }
}
