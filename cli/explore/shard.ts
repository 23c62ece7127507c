import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { EvaluationRequest } from '../../src/exploration/evaluation.ts';
import { firstFidelity } from '../../src/exploration/prepared.ts';
import { CANNOT_RUN } from '../../src/exploration/sweep.ts';
import { METRIC_IDS } from '../../src/metrics/metric.ts';
import { SweepEvaluation } from '../../src/node/evaluation/sweep-evaluation.ts';
import { EXIT_CANNOT_RUN, EXIT_FINDINGS, EXIT_FINE, reasonOf, UsageError } from '../usage.ts';
import type { Shard, SweepName } from './explore-call.ts';
import { openSweep, prepareSweep, refuseUnlessDivisible } from './open-sweep.ts';
import { partName, rowsOfPart } from './parts.ts';
import { planOf } from './plan-file.ts';
import { Progress } from './progress.ts';
import { describeWritten, writePoints } from './write-points.ts';

/** Others run the other parts, perhaps on the same machine. */
const THREADS = 1;

/** Runs what is missing of one part of a sweep. Throws `Cancelled` when it is interrupted. */
export async function runShard(
  of: SweepName,
  shard: Shard,
  folder: string,
  threads: number = THREADS,
  signal: AbortSignal,
): Promise<number> {
  const sweep = openSweep(of);
  const prepared = await prepareSweep(sweep, signal);
  if (prepared === undefined) return EXIT_CANNOT_RUN;
  refuseUnlessDivisible(prepared, 'shard');
  const { kept } = planOf(prepared);
  const { from, to } = rowsOfPart(kept.length, shard);
  makeFolder(folder);
  const name = path.join(folder, partName(shard));
  const progress = new Progress();
  const evaluation = new SweepEvaluation(prepared, { text: sweep.text, uri: sweep.uri, threads });
  const request: EvaluationRequest = {
    places: kept.slice(from, to),
    fidelity: firstFidelity(prepared.exploration),
    wanted: METRIC_IDS,
    onProgress: (done) => progress.show(done, to - from),
  };
  try {
    const written = await writePoints(name, prepared, evaluation, request, kept.length);
    progress.end();
    console.error(describeWritten(name, written));
    return written.evaluated.failed.some((bits) => bits >= CANNOT_RUN) ? EXIT_FINDINGS : EXIT_FINE;
  } finally {
    progress.end();
    await evaluation.close();
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`cannot make the folder ${folder}: ${reasonOf(error)}`);
  }
}
