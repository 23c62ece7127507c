import { briefResult, explorationResult } from '../../src/exploration/exploration-result.ts';
import { heatMapOf } from '../../src/exploration/heat-map-of.ts';
import { shownSweep, shownWhileRunning } from '../../src/exploration/shown-sweep.ts';
import { sweepCsv } from '../../src/exploration/sweep-csv.ts';
import type { Explored, Explorer } from '../../src/explore.ts';
import type { AnswerOf, Progress, SweepQuestion } from './messages.ts';

/** Points are shown as they finish, but not more often than one can look. */
const PARTIAL_INTERVAL_MS = 1000;
/** Sweeps of so many configs are kept for what is asked about them later. */
const MOST_KEPT = 2;
/** More would not help a language model; the best come first. */
const MOST_BRIEF_POINTS = 30;

/** Runs sweeps, and remembers them: pictures and files of their points are made when they are asked for. */
export class Explorations {
  private readonly explored = new Map<string, Explored>();

  constructor(private readonly explorer: Explorer) {}

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
        const { explored, findings } = await this.explorer.run(text, uri, onProgress);
        if (explored !== undefined) this.keep(uri, explored);
        return { type: 'swept', shown: explored && shownSweep(explored.sweep, explored.decisions), findings };
      }
      case 'explore': {
        const { explored, findings } = await this.explorer.run(text, uri, { signal });
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
        return { type: 'exported', content: explored && contentOf(explored, question.format) };
      }
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

function contentOf({ sweep, decisions }: Explored, format: 'csv' | 'json'): string {
  switch (format) {
    case 'csv':
      return sweepCsv(sweep, decisions);
    case 'json':
      return `${JSON.stringify(explorationResult(sweep, decisions), null, 2)}\n`;
  }
}
