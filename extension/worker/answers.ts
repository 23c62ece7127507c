import { compare } from '../../src/comparison/comparison.ts';
import { comparisonCsv } from '../../src/comparison/comparison-csv.ts';
import { comparisonMarkdown } from '../../src/comparison/comparison-markdown.ts';
import { setValueEdits } from '../../src/config/edits.ts';
import { newConfigText, presetChoices } from '../../src/config/template.ts';
import { Details } from '../../src/details.ts';
import { buffersOf as sweepBuffers } from '../../src/exploration/shown-sweep.ts';
import { Explorer } from '../../src/explore.ts';
import { Hints } from '../../src/hints.ts';
import type { Host } from '../../src/host.ts';
import { layersCsv } from '../../src/report/layers-csv.ts';
import { markdownReport } from '../../src/report/markdown-report.ts';
import { buffersOf as timelineBuffers } from '../../src/report/timeline.ts';
import { toPerfettoTrace } from '../../src/report/trace.ts';
import { Runner } from '../../src/run.ts';
import { Explorations, type StartEvaluation } from './explorations.ts';
import type { Answer, Progress, Question, TakeAwayFormat, TextQuestion } from './messages.ts';

/** Tells how far a question is. */
type Report = (progress: Omit<Progress, 'type'>) => void;

function counted(report: Report): (done: number, total: number) => void {
  return (done, total) => report({ done, total });
}

/** Answers the extension's questions. */
export class Answers {
  private readonly runner: Runner;
  private readonly hints: Hints;
  private readonly explorer: Explorer;
  private readonly explorations: Explorations;
  private readonly details: Details;

  constructor(host: Host, startEvaluation: StartEvaluation) {
    this.runner = new Runner(host);
    this.hints = new Hints(this.runner);
    this.explorer = new Explorer(this.runner);
    this.explorations = new Explorations(this.explorer, startEvaluation);
    this.details = new Details(this.runner);
  }

  /** Throws `Cancelled` once the signal is aborted. */
  async answer(question: Question, report: Report, signal: AbortSignal): Promise<Answer> {
    switch (question.type) {
      case 'presets':
        return { type: 'presets', ...presetChoices() };
      case 'newConfig':
        return { type: 'newConfig', text: newConfigText(question.gpu, question.link) };
      case 'compare': {
        const comparison = compare(question.contestants);
        return {
          type: 'compared',
          comparison,
          markdown: comparisonMarkdown(comparison),
          csv: comparisonCsv(comparison),
        };
      }
      default:
        return this.answerOnText(question, report, signal);
    }
  }

  private async answerOnText(question: TextQuestion, report: Report, signal: AbortSignal): Promise<Answer> {
    const { uri, text } = question;
    const { runner, hints, explorer, explorations, details } = this;
    switch (question.type) {
      case 'run': {
        const startedAtMs = performance.now();
        const { timelines: _, ...outcome } = await runner.run(text, uri, signal);
        return { type: 'ran', outcome, durationMs: performance.now() - startedAtMs };
      }
      case 'validate':
        return { type: 'validated', findings: await runner.validate(text, uri) };
      case 'describe':
        return { type: 'described', text: await runner.describe(text, uri) };
      case 'locate':
        return { type: 'located', place: await hints.place(text, uri, question.path) };
      case 'study':
        return { type: 'studied', result: await runner.study(text, uri, counted(report), signal) };
      case 'featureMaps': {
        const { layer, image } = question;
        return { type: 'mapped', maps: await runner.featureMaps(text, uri, layer, image, signal) };
      }
      case 'complete':
        return { type: 'completed', completions: await hints.completions(text, uri, question.offset) };
      case 'explain':
        return { type: 'explained', explanation: await hints.explanation(text, uri, question.offset, signal) };
      case 'references':
        return { type: 'referred', references: hints.references(text, uri) };
      case 'preview': {
        const preview = await explorer.preview(text, uri, () => performance.now());
        return { type: 'previewed', preview, range: runner.locate(text, uri, ['explore']) };
      }
      case 'takeAway':
        return { type: 'takenAway', content: await this.takeAway(text, uri, question.format, signal) };
      case 'sweep':
      case 'explore':
      case 'heatMap':
      case 'exportSweep':
        return explorations.answer(question, uri, text, report, signal);
      case 'pathAt':
        return { type: 'pathFound', path: hints.pathAt(text, uri, question.offset) };
      case 'edit':
        return { type: 'edited', edits: setValueEdits(text, question.values) };
      case 'timeline':
        return { type: 'timelined', timeline: await details.timeline(text, uri, signal) };
      case 'curves':
        return { type: 'curved', curves: await details.curves(text, uri, signal) };
      case 'networks':
        return { type: 'networked', networks: await details.networks(text, uri, counted(report), signal) };
      case 'derive':
        return { type: 'derived', values: await hints.derivedValues(text, uri) };
    }
  }

  private async takeAway(
    text: string,
    uri: string,
    format: TakeAwayFormat,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { report, timelines } = await this.runner.run(text, uri, signal);
    if (report === null || timelines === null) return undefined;
    switch (format) {
      case 'markdown':
        return markdownReport(report);
      case 'csv':
        return layersCsv(report);
      case 'json':
        return `${JSON.stringify(report, null, 2)}\n`;
      case 'trace':
        return JSON.stringify(toPerfettoTrace(report, timelines));
    }
  }
}

/** Large figures of an answer, which are handed over and not copied. */
export function transfersOf(given: Answer): ArrayBuffer[] {
  switch (given.type) {
    case 'timelined':
      return given.timeline === undefined ? [] : timelineBuffers(given.timeline);
    case 'swept':
      return given.shown === undefined ? [] : sweepBuffers(given.shown);
    case 'exported':
      return given.content === undefined ? [] : [given.content.buffer];
    default:
      return [];
  }
}
