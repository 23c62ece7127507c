import type { Evaluated } from '../../exploration/evaluation.ts';
import type { DesignRequest, EvaluateListed } from './evaluate-listed.ts';

/** Rows of a request that have been evaluated: `evaluated` has those from `from` on. */
export interface Chunk {
  from: number;
  places: Uint32Array;
  evaluated: Evaluated;
}

/** A chunk takes about so long: short enough to be lost, long enough that handing it over does not count. */
const CHUNK_MILLISECONDS = 100;
/** What is lost when a point turns out to take longer than those before it. */
const GROWTH = 8;
const LARGEST_CHUNK = 1 << 16;
/** Chunks that wait for each worker, so that none is idle while the results before its own are awaited. */
const CHUNKS_AHEAD = 3;

/** How long a design takes, by those that were evaluated last. */
export class Pace {
  private rows = 0;
  private millisecondsPerRow = Number.POSITIVE_INFINITY;
  /** Chunks so far, and how long they took in all, in milliseconds. */
  chunks = 0;
  spent = 0;

  note(rows: number, milliseconds: number): void {
    this.rows = rows;
    this.millisecondsPerRow = milliseconds / rows;
    this.chunks += 1;
    this.spent += milliseconds;
  }

  /** How long so many designs take one after the other, in milliseconds; infinite before the first. */
  millisecondsFor(rows: number): number {
    return rows * this.millisecondsPerRow;
  }

  /** How many designs to take next. */
  get nextRows(): number {
    const inTime = Math.floor(CHUNK_MILLISECONDS / this.millisecondsPerRow);
    return Math.max(1, Math.min(inTime, this.rows * GROWTH, LARGEST_CHUNK));
  }
}

/**
 * Evaluates the designs of a request from row `from` on, in chunks, and gives these in the order of the rows, whatever the
 * order in which `workers` of them at the same time get done. Ends early where `shouldStop` says so.
 */
export async function* inOrder(
  evaluate: EvaluateListed,
  { places, fidelity, wanted }: DesignRequest,
  pace: Pace,
  { workers, from, shouldStop = () => false }: { workers: number; from: number; shouldStop?: (row: number) => boolean },
): AsyncGenerator<Chunk, void> {
  const underway: Promise<Chunk>[] = [];
  const start = async (first: number, rows: number): Promise<Chunk> => {
    const part = places.slice(first, first + rows);
    const { evaluated, milliseconds } = await evaluate({ places: part, fidelity, wanted });
    pace.note(rows, milliseconds);
    return { from: first, places: part, evaluated };
  };
  const most = workers === 1 ? 1 : workers * CHUNKS_AHEAD;
  let next = from;
  while (next < places.length || underway.length > 0) {
    while (underway.length < most && next < places.length && !shouldStop(next)) {
      // Not so many that others would wait for the last one.
      const share = Math.ceil((places.length - next) / (workers === 1 ? 1 : 2 * workers));
      const rows = Math.min(pace.nextRows, share);
      const chunk = start(next, rows);
      chunk.catch(() => undefined); // it is awaited below, perhaps not yet
      underway.push(chunk);
      next += rows;
    }
    const chunk = await underway.shift();
    if (chunk === undefined) return;
    yield chunk;
  }
}
