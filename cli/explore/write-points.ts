import type { Evaluated, EvaluationRequest } from '../../src/exploration/evaluation.ts';
import { pointLinesHeader, pointLinesOf, readPointLine } from '../../src/exploration/point-lines.ts';
import type { Prepared } from '../../src/exploration/prepared.ts';
import { columnsFor, type SweepEvaluation } from '../../src/node/evaluation/sweep-evaluation.ts';
import { PointFile } from './point-file.ts';

/** What a file of points was given. */
export interface WrittenPoints {
  evaluated: Evaluated;
  /** Points that the file had before. */
  had: number;
}

/**
 * Evaluates the designs of a request that a file lacks, and writes a line for each as soon as it is known. `points` are
 * those of the whole sweep, of which the request may be a part. What is written stays when the work is cancelled or fails.
 */
export async function writePoints(
  name: string,
  prepared: Prepared,
  evaluation: SweepEvaluation,
  request: EvaluationRequest,
  points: number,
): Promise<WrittenPoints> {
  const { places, onProgress } = request;
  const header = JSON.stringify(pointLinesHeader(prepared, points));
  const linesFor = pointLinesOf(prepared);
  const evaluated = columnsFor(request);
  const file = await PointFile.open(name, header, places, (line, row) => readPointLine(line, row, evaluated));
  try {
    onProgress(file.had);
    await evaluation.evaluateInChunks(request, evaluated, file.had, (chunk) =>
      file.append(linesFor(chunk.places, chunk.evaluated)),
    );
  } finally {
    await file.close();
  }
  return { evaluated, had: file.had };
}

/** In words for the user: what a file has now, and what of it was there before. */
export function describeWritten(name: string, { had, evaluated }: WrittenPoints): string {
  const all = evaluated.failed.length;
  const before = had === 0 ? '' : ` (${had.toLocaleString('en')} were there, ${(all - had).toLocaleString('en')} run)`;
  return `${name}: ${all.toLocaleString('en')} points${before}`;
}
