import type { EvaluateDesigns } from '../../src/exploration/evaluation.ts';
import { briefResult, explorationResult } from '../../src/exploration/exploration-result.ts';
import { heatMapOf } from '../../src/exploration/heat-map-of.ts';
import type { Prepared } from '../../src/exploration/prepared.ts';
import { shownSweep, shownWhileRunning } from '../../src/exploration/shown-sweep.ts';
import { sweepCsv } from '../../src/exploration/sweep-csv.ts';
import { sweepParquet } from '../../src/exploration/sweep-parquet.ts';
import type { Explored, ExploreOptions, Explorer } from '../../src/explore.ts';
import type { AnswerOf, Progress, SweepFormat, SweepQuestion } from './messages.ts';

/** Points are shown as they finish, but not more often than one can look. */
const PARTIAL_INTERVAL_MS = 1000;
/** Sweeps of so many configs are kept for what is asked about them later. */
const MOST_KEPT = 2;
/** More would not help a language model; the best come first. */
const MOST_BRIEF_POINTS = 30;

/** Evaluates designs, on this thread or on many, until it is closed. */
interface DesignEvaluation {
  evaluate: EvaluateDesigns;
  close(): Promise<void>;
}

/** Begins with the exploration of a config. */
export type StartEvaluation = (prepared: Prepared, source: { text: string; uri: string }) => DesignEvaluation;

/** Runs sweeps, and remembers them: pictures and files of their points are made when they are asked for. */
export class Explorations {
  private readonly explored = new Map<string, Explored>();

  constructor(
    private readonly explorer: Explorer,
    private readonly startEvaluation: StartEvaluation,
  ) {}

  async answer(
    question: SweepQuestion,
    uri: string,
    text: string,
    report: (progress: Omit<Progress, 'type'>) => void,
    signal: AbortSignal,
  ): Promise<AnswerOf<'swept' | 'explored' | 'heatMapped' | 'exported'>> {
    switch (question.type) {
      case 'sweep': {
        let shownAtMs = performance.now();
        const onProgress: Parameters<Explorer['run']>[2] = {
          signal,
          onProgress: (done, total, soFar) => {
            const isTime = soFar !== undefined && performance.now() - shownAtMs > PARTIAL_INTERVAL_MS;
            if (isTime) shownAtMs = performance.now();
            report({ done, total, ...(isTime && { partial: shownWhileRunning(soFar()) }) });
          },
        };
        const { explored, findings } = await this.run(text, uri, onProgress);
        if (explored !== undefined) this.keep(uri, explored);
        return { type: 'swept', shown: explored && shownSweep(explored.sweep, explored.decisions), findings };
      }
      case 'explore': {
        const { explored, findings } = await this.run(text, uri, { signal });
        const result = explored && briefResult(explored.sweep, explored.decisions, MOST_BRIEF_POINTS);
        return { type: 'explored', result, findings };
      }
      case 'heatMap': {
        const explored = this.explored.get(uri);
        const { x, y, metric } = question;
        return { type: 'heatMapped', map: explored && heatMapOf(explored.sweep, x, y, metric) };
      }
      case 'exportSweep': {
        const explored = this.explored.get(uri);
        return { type: 'exported', content: explored && (await contentOf(explored, question.format)) };
      }
    }
  }

  private async run(text: string, uri: string, options: ExploreOptions): ReturnType<Explorer['run']> {
    let evaluation: DesignEvaluation | undefined;
    const evaluateWith = (prepared: Prepared): EvaluateDesigns => {
      evaluation = this.startEvaluation(prepared, { text, uri });
      return evaluation.evaluate;
    };
    try {
      return await this.explorer.run(text, uri, { ...options, evaluateWith });
    } finally {
      await evaluation?.close();
    }
  }

  private keep(uri: string, explored: Explored): void {
    this.explored.delete(uri);
    this.explored.set(uri, explored);
    for (const oldest of this.explored.keys()) {
      if (this.explored.size <= MOST_KEPT) break;
      this.explored.delete(oldest);
    }
  }
}

async function contentOf({ sweep, decisions }: Explored, format: SweepFormat): Promise<Uint8Array<ArrayBuffer>> {
  switch (format) {
    case 'csv':
      return new TextEncoder().encode(sweepCsv(sweep, decisions));
    case 'json':
      return new TextEncoder().encode(`${JSON.stringify(explorationResult(sweep, decisions), null, 2)}\n`);
    case 'parquet': {
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      for await (const piece of sweepParquet({ sweep, decisions })) pieces.push(piece.slice());
      return new Uint8Array(await new Blob(pieces).arrayBuffer());
    }
  }
}
