import * as vscode from 'vscode';
import type { LocatedFinding } from '../../src/findings/finding.ts';
import type { Report } from '../../src/report/report.ts';
import { say } from '../../src/words.ts';
import { hasConfigName } from '../configs.ts';
import type { SimulatorThread } from '../simulator-thread.ts';

/** What every tool is given: a config by its path, or its text. */
interface ConfigInput {
  /** Absolute path of a *.cdma.json file. */
  path?: string;
  /** The text of a config, instead of a file. */
  text?: string;
}

interface Config {
  uri: string;
  text: string;
}

/** Tools for language models, over the same core as everything else. They read and compute; they change nothing. */
export function registerLanguageModelTools(simulator: SimulatorThread, exploring: SimulatorThread): vscode.Disposable {
  return vscode.Disposable.from(
    register('validate_cdma_config', say`Validate a cDMA config`, (config, signal) =>
      validate(simulator, config, signal),
    ),
    register('simulate_cdma_config', say`Simulate a cDMA config`, (config, signal) =>
      simulate(simulator, config, signal),
    ),
    register('explore_cdma_designs', say`Explore the design space of a cDMA config`, (config, signal) =>
      explore(exploring, config, signal),
    ),
    register('explain_cdma_bottleneck', say`Explain what binds a cDMA design`, (config, signal) =>
      explainBottleneck(simulator, config, signal),
    ),
  );
}

function register(
  name: string,
  message: string,
  invoke: (config: Config, signal: AbortSignal) => Promise<string>,
): vscode.Disposable {
  return vscode.lm.registerTool<ConfigInput>(name, {
    prepareInvocation: ({ input }) => ({
      invocationMessage: `${message}: ${nameOf(input)}`,
      confirmationMessages: {
        title: message,
        message: say`This reads ${nameOf(input)} and the files that it names, and runs the simulator on this machine. Nothing is changed.`,
      },
    }),
    async invoke({ input }, token) {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => controller.abort());
      try {
        const config = await read(input);
        const text = typeof config === 'string' ? config : await invoke(config, controller.signal);
        if (token.isCancellationRequested) throw new vscode.CancellationError();
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } finally {
        subscription.dispose();
      }
    },
  });
}

function nameOf({ path }: ConfigInput): string {
  return path === undefined ? say`the given text` : path.slice(path.lastIndexOf('/') + 1);
}

/** The config, or a sentence that tells the model what to do instead. Models are answered in English. */
async function read({ path, text }: ConfigInput): Promise<Config | string> {
  if (text !== undefined) return { uri: 'untitled:config.cdma.json', text };
  if (path === undefined) return 'Give the absolute path of a *.cdma.json file, or the text of a config.';
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = vscode.Uri.file(path);
  const uri = folder === undefined ? file : folder.uri.with({ path: file.path });
  if (!hasConfigName(uri)) return `${path} is not a cDMA config: its name must end in .cdma.json.`;
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    return { uri: uri.toString(), text: document.getText() };
  } catch {
    return `${path} cannot be read. Ask for the files of the workspace that match **/*.cdma.json.`;
  }
}

async function validate(simulator: SimulatorThread, config: Config, signal: AbortSignal): Promise<string> {
  const answer = await simulator.answerTo('validated', { type: 'validate', ...config }, signal);
  if (answer === undefined) return FAILED;
  return JSON.stringify({ valid: !hasErrors(answer.findings), findings: answer.findings.map(briefly) });
}

async function simulate(simulator: SimulatorThread, config: Config, signal: AbortSignal): Promise<string> {
  const result = await simulator.run(config.uri, config.text, signal);
  if (result.type !== 'ran') return FAILED;
  const { report, findings, expectations } = result.outcome;
  if (report === null) return describeErrors(findings);
  return JSON.stringify({
    ...summaryOf(report),
    codecs: report.codecs.map(({ codec, totals, cdmaMs, speedupOverVdnn }) => ({
      codec,
      compressionRatio: totals.compressionRatio,
      cdmaMs,
      speedupOverVdnn,
    })),
    layers: report.layers
      .filter(({ offloaded }) => offloaded)
      .map(({ name, ratio, rawBytes, offloadMs, bottleneck }) => ({ name, ratio, rawBytes, offloadMs, bottleneck })),
    budgets: expectations.map(({ message, met }) => ({ message, met })),
    findings: findings.map(briefly),
  });
}

async function explainBottleneck(simulator: SimulatorThread, config: Config, signal: AbortSignal): Promise<string> {
  const result = await simulator.run(config.uri, config.text, signal);
  if (result.type !== 'ran') return FAILED;
  const { report, findings } = result.outcome;
  if (report === null) return describeErrors(findings);
  return JSON.stringify({
    ...summaryOf(report),
    explanation: report.bottleneck.sentence,
    resources: report.attribution.resources,
    remedies: findings.flatMap(({ code, message, help, fixes }) => ({
      code,
      message,
      help,
      fixes: fixes.map(({ title }) => title),
    })),
  });
}

/** More would not help a model; the best come first. */
const MOST_POINTS = 30;

async function explore(exploring: SimulatorThread, config: Config, signal: AbortSignal): Promise<string> {
  const answer = await exploring.answerTo('explored', { type: 'explore', ...config }, signal);
  if (answer === undefined) return FAILED;
  const { result, findings } = answer;
  if (result === undefined) {
    if (hasErrors(findings)) return describeErrors(findings);
    return 'This config has no sweep. Add "explore": { "parameters": { "dma.buffer": ["16 KB", "70 KB"] } } and try again.';
  }
  const [objective] = result.objectives;
  const sign = objective?.direction === 'minimise' ? 1 : -1;
  const score = ({ metrics }: (typeof result.points)[number]): number =>
    sign * ((objective && metrics?.[objective.metric]) ?? Number.NaN);
  const ranked = result.points.filter(({ feasible }) => feasible).sort((a, b) => score(a) - score(b) || a.id - b.id);
  return JSON.stringify({
    ...result,
    points: ranked.slice(0, MOST_POINTS),
    feasible: ranked.length,
    findings: findings.map(briefly),
  });
}

const FAILED = 'The simulator did not answer; try again.';

function summaryOf(report: Report) {
  const { tool, config, network, totals, time, speedupOverVdnn, performanceVsOracle, bottleneck, cost } = report;
  return {
    tool,
    config: { name: config.name, hash: config.hash },
    network: network.id,
    compressionRatio: totals.compressionRatio,
    time,
    speedupOverVdnn,
    performanceVsOracle,
    boundBy: bottleneck.resource,
    areaMm2: cost.areaMm2,
    provenance: report.provenance,
  };
}

function describeErrors(findings: readonly LocatedFinding[]): string {
  return JSON.stringify({
    error: 'The config has errors; mend them and simulate again.',
    findings: findings.filter(({ severity }) => severity === 'error').map(briefly),
  });
}

function hasErrors(findings: readonly LocatedFinding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

function briefly({ code, severity, message, help, range }: LocatedFinding) {
  return { code, severity, message, help, line: range.start.line + 1, column: range.start.character + 1 };
}
