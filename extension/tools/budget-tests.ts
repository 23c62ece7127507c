import * as vscode from 'vscode';
import type { RunOutcome } from '../../src/run.ts';
import { say } from '../../src/words.ts';
import { isConfig, openConfig } from '../configs.ts';
import { toVscodeRange } from '../editing/ranges.ts';
import type { ConfigState, Runs } from '../runs.ts';
import type { SimulatorThread } from '../simulator-thread.ts';

type Expectation = RunOutcome['expectations'][number];

/** The budgets of configs in the Test Explorer: a config is a suite, a bound is a test. */
export function showBudgets(runs: Runs, simulator: SimulatorThread): vscode.Disposable {
  const controller = vscode.tests.createTestController('cdma.budgets', say`cDMA budgets`);
  controller.resolveHandler = async (item) => {
    if (item === undefined) await findConfigs(controller);
  };
  controller.refreshHandler = () => findConfigs(controller);
  controller.createRunProfile(
    say`Check`,
    vscode.TestRunProfileKind.Run,
    (request, token) => check(controller, simulator, request, token),
    true,
  );
  return vscode.Disposable.from(
    controller,
    runs.onDidChange((state) => {
      if (state.status.kind === 'current') listBudgets(controller, state);
    }),
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of files) controller.items.delete(uri.toString());
    }),
  );
}

/** Configs that are not open count, too, if they write budgets. */
async function findConfigs(controller: vscode.TestController): Promise<void> {
  const files = await vscode.workspace.findFiles('**/*.cdma.json', '**/node_modules/**', MOST_FILES);
  for (const uri of files) {
    if (controller.items.get(uri.toString()) !== undefined) continue;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    if (text.includes('"expect"')) controller.items.add(suiteOf(controller, uri));
  }
}

const MOST_FILES = 1000;

function suiteOf(controller: vscode.TestController, uri: vscode.Uri): vscode.TestItem {
  const known = controller.items.get(uri.toString());
  if (known !== undefined) return known;
  const suite = controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
  controller.items.add(suite);
  return suite;
}

function listBudgets(
  controller: vscode.TestController,
  { uri, expectations }: Pick<ConfigState, 'uri' | 'expectations'>,
) {
  if (expectations.length === 0) controller.items.delete(uri.toString());
  else suiteOf(controller, uri).children.replace(expectations.map((one) => testOf(controller, uri, one)));
}

function testOf(controller: vscode.TestController, uri: vscode.Uri, { metric, bound, expected, range }: Expectation) {
  const label = WORDS[bound](metric, expected);
  const item = controller.createTestItem(`${uri.toString()}#${metric}.${bound}`, label, uri);
  item.range = toVscodeRange(range);
  return item;
}

const WORDS: Record<Expectation['bound'], (metric: string, expected: string) => string> = {
  atLeast: (metric, expected) => say`${metric} at least ${expected}`,
  atMost: (metric, expected) => say`${metric} at most ${expected}`,
};

async function check(
  controller: vscode.TestController,
  simulator: SimulatorThread,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
): Promise<void> {
  if (request.include === undefined) await findConfigs(controller);
  const run = controller.createTestRun(request);
  const abort = new AbortController();
  const subscription = token.onCancellationRequested(() => abort.abort());
  try {
    for (const suite of suitesOf(controller, request)) {
      if (token.isCancellationRequested) return;
      await checkConfig(controller, simulator, run, suite, request, abort.signal);
    }
  } finally {
    subscription.dispose();
    run.end();
  }
}

function suitesOf(controller: vscode.TestController, { include }: vscode.TestRunRequest): Set<vscode.TestItem> {
  const items = include ?? [...controller.items].map(([, item]) => item);
  return new Set(items.map((item) => item.parent ?? item));
}

async function checkConfig(
  controller: vscode.TestController,
  simulator: SimulatorThread,
  run: vscode.TestRun,
  suite: vscode.TestItem,
  { include, exclude }: vscode.TestRunRequest,
  signal: AbortSignal,
): Promise<void> {
  const document = suite.uri && (await openConfig(suite.uri));
  if (document === undefined || !isConfig(document)) return;
  run.started(suite);
  const result = await simulator.run(document.uri.toString(), document.getText(), signal);
  if (result.type !== 'ran') return run.skipped(suite);
  const { report, expectations, findings } = result.outcome;
  if (report === null) {
    const errors = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    return run.errored(suite, new vscode.TestMessage(errors.join('\n')), result.durationMs);
  }
  listBudgets(controller, { uri: document.uri, expectations });
  for (const expectation of expectations) {
    const item = suite.children.get(testOf(controller, document.uri, expectation).id);
    const wanted = include === undefined || include.includes(suite) || include.some(({ id }) => id === item?.id);
    if (item === undefined || !wanted || exclude?.includes(item)) continue;
    run.appendOutput(`${document.uri.path}: ${expectation.message}\r\n`, undefined, item);
    if (expectation.met) run.passed(item, result.durationMs);
    else run.failed(item, failureOf(item, expectation), result.durationMs);
  }
}

function failureOf(item: vscode.TestItem, { message, range }: Expectation): vscode.TestMessage {
  const failure = new vscode.TestMessage(message);
  if (item.uri !== undefined) failure.location = new vscode.Location(item.uri, toVscodeRange(range));
  return failure;
}
