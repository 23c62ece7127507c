import type { EvaluateDesigns } from '../../src/exploration/evaluation.ts';
import { explorationResult } from '../../src/exploration/exploration-result.ts';
import { partOf } from '../../src/exploration/part-of-sweep.ts';
import { pointLines, pointLinesHeader } from '../../src/exploration/point-lines.ts';
import type { Prepared } from '../../src/exploration/prepared.ts';
import { CANNOT_RUN } from '../../src/exploration/sweep.ts';
import { sweepParquet } from '../../src/exploration/sweep-parquet.ts';
import type { Explored } from '../../src/explore.ts';
import { METRIC_IDS } from '../../src/metrics/metric.ts';
import { SweepEvaluation } from '../../src/node/evaluation/sweep-evaluation.ts';
import { writeInPieces } from '../output-file.ts';
import { formatFinding } from '../print-findings.ts';
import { EXIT_CANNOT_RUN, EXIT_FINDINGS, EXIT_FINE } from '../usage.ts';
import type { Outputs, SweepName } from './explore-call.ts';
import { jsonPieces } from './json-pieces.ts';
import { cannotRun, isDivisible, openSweep } from './open-sweep.ts';
import { checkPlan } from './plan-file.ts';
import { printPieces } from './print-pieces.ts';
import { Progress } from './progress.ts';
import { describeExplored } from './screen.ts';
import { writeCsv } from './write-csv.ts';
import { describeWritten, type WrittenPoints, writePoints } from './write-points.ts';

/** Runs a sweep, and gives its points to the screen and to files. Throws `Cancelled` when it is interrupted. */
export async function runExploration(
  of: SweepName,
  outputs: Outputs,
  threads: number | undefined,
  signal: AbortSignal,
): Promise<number> {
  const { explorer, text, uri, plan } = openSweep(of);
  const progress = new Progress();
  let evaluation: SweepEvaluation | undefined;
  let prepared: Prepared | undefined;
  let written: WrittenPoints | undefined;
  const evaluateWith = (ready: Prepared): EvaluateDesigns => {
    if (plan !== undefined) checkPlan(plan, ready);
    const onThreads = new SweepEvaluation(ready, { text, uri, threads });
    prepared = ready;
    evaluation = onThreads;
    return async (decisive) => {
      const request = { ...decisive, wanted: METRIC_IDS };
      if (outputs.ndjson === undefined || !isDivisible(ready)) return onThreads.evaluate(request);
      written = await writePoints(outputs.ndjson, ready, onThreads, request, request.places.length);
      return written.evaluated;
    };
  };
  try {
    const { explored, findings } = await explorer.run(text, uri, { onProgress: progress.show, signal, evaluateWith });
    progress.end();
    if (explored === undefined || prepared === undefined) {
      cannotRun(findings);
      return EXIT_CANNOT_RUN;
    }
    if (outputs.csv !== undefined) await writeCsv(outputs.csv, explored);
    if (outputs.parquet !== undefined) {
      await writeInPieces(outputs.parquet, async (file) => {
        for await (const piece of sweepParquet(explored)) await file.write(piece);
      });
    }
    if (outputs.ndjson !== undefined) {
      if (written === undefined) await writeAtOnce(outputs.ndjson, prepared, explored);
      else console.error(describeWritten(outputs.ndjson, written));
    }
    if (outputs.json) {
      await printPieces(jsonPieces({ ...explorationResult(explored.sweep, explored.decisions), findings }));
    } else console.log(describeExplored(explored));
    for (const finding of findings) console.error(formatFinding(finding));
    return explored.sweep.failed.some((bits) => bits >= CANNOT_RUN) ? EXIT_FINDINGS : EXIT_FINE;
  } finally {
    progress.end();
    await evaluation?.close();
  }
}

/** Lines of a sweep whose points are decided by results, so that none is known before all are. */
async function writeAtOnce(name: string, prepared: Prepared, { sweep }: Explored): Promise<void> {
  await writeInPieces(name, async (file) => {
    await file.write(Buffer.from(`${JSON.stringify(pointLinesHeader(prepared, sweep.ids.length))}\n`));
    for (let from = 0; from < sweep.ids.length; from += LINES_AT_ONCE) {
      await file.write(Buffer.from(pointLines(partOf(sweep, from, from + LINES_AT_ONCE)).join('')));
    }
  });
}

const LINES_AT_ONCE = 20_000;
