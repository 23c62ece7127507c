import { newConfigText, presetChoices } from '../../src/config/template.ts';
import { Explorer } from '../../src/explore.ts';
import { Hints } from '../../src/hints.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { layersCsv } from '../../src/report/layers-csv.ts';
import { markdownReport } from '../../src/report/markdown-report.ts';
import { toPerfettoTrace } from '../../src/report/trace.ts';
import { Runner } from '../../src/run.ts';
import type { Answer, Question, TakeAwayFormat, TextQuestion } from './messages.ts';

const runner = new Runner(nodeHost());
const hints = new Hints(runner);
const explorer = new Explorer(runner);

/** Answers a question. Throws `Cancelled` once the signal is aborted. */
export async function answer(
  question: Question,
  report: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  switch (question.type) {
    case 'presets':
      return { type: 'presets', ...presetChoices() };
    case 'newConfig':
      return { type: 'newConfig', text: newConfigText(question.gpu, question.link) };
    default:
      return answerOnText(question, report, signal);
  }
}

async function answerOnText(
  question: TextQuestion,
  report: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  const { uri, text } = question;
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
      return { type: 'located', range: runner.locate(text, uri, question.path) };
    case 'study':
      return { type: 'studied', result: await runner.study(text, uri, report, signal) };
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
      return { type: 'takenAway', content: await takeAway(text, uri, question.format, signal) };
    case 'explore':
      return { type: 'explored', ...(await explorer.run(text, uri, report, signal)) };
    case 'derive':
      return { type: 'derived', values: await hints.derivedValues(text, uri) };
  }
}

async function takeAway(
  text: string,
  uri: string,
  format: TakeAwayFormat,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { report, timelines } = await runner.run(text, uri, signal);
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
