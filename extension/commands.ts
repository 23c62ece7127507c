import * as vscode from 'vscode';
import { say } from '../src/words.ts';
import { compareConfigs } from './compare-commands.ts';
import type { Comparisons } from './comparisons.ts';
import { isConfig } from './configs.ts';
import type { History } from './history/history.ts';
import type { ResolvedConfigDocuments } from './resolved-config.ts';
import type { Results } from './results.ts';
import type { Runs } from './runs.ts';
import type { SimulatorThread } from './simulator-thread.ts';
import { newConfig, openNewConfig } from './start/new-config.ts';
import { openSamples } from './start/sample-configs.ts';
import { copyReport, exportResults, exportSweep } from './take-away.ts';

interface Parts {
  context: vscode.ExtensionContext;
  log: vscode.LogOutputChannel;
  runs: Runs;
  results: Results;
  comparisons: Comparisons;
  history: History;
  resolved: ResolvedConfigDocuments;
  simulator: SimulatorThread;
  exploring: SimulatorThread;
}

/** Commands of the palette and the menus. Only these may tell the user something in a notification. */
export function registerCommands({
  context,
  log,
  runs,
  results,
  comparisons,
  history,
  resolved,
  simulator,
  exploring,
}: Parts): vscode.Disposable {
  return vscode.Disposable.from(
    onConfig('cdma.openResults', (document) => results.open(document.uri)),
    onConfig('cdma.simulate', (document) => void runs.start(document)),
    onConfig('cdma.showResolvedConfig', (document) => void resolved.show(document.uri)),
    onConfig('cdma.explore', (document) => results.explore(document.uri)),
    onConfig('cdma.exportSweep', (document) => exportSweep(exploring, document.uri)),
    onConfig('cdma.exportResults', (document, format, target) =>
      exportResults(
        simulator,
        document,
        typeof format === 'string' ? format : undefined,
        target instanceof vscode.Uri ? target : undefined,
      ),
    ),
    onConfig('cdma.copyReport', (document) => copyReport(simulator, document)),
    vscode.commands.registerCommand('cdma.newConfig', async (gpu?: unknown, link?: unknown) => {
      // From a walkthrough or a keybinding the presets may be given; from the palette they are asked for.
      const given = typeof gpu === 'string' && typeof link === 'string';
      const document = await (given ? openNewConfig(simulator, gpu, link) : newConfig(simulator));
      if (document === undefined) return;
      void runs.start(document);
      results.open(document.uri);
    }),
    vscode.commands.registerCommand('cdma.openSamples', async () => {
      const document = await openSamples(context.extensionUri);
      if (document !== undefined) results.open(document.uri);
    }),
    onConfig('cdma.openAnotherPanel', (document) => results.openAnother(document.uri)),
    onConfig('cdma.pinResult', (document) => comparisons.pin(document.uri)),
    vscode.commands.registerCommand('cdma.clearPins', () => comparisons.setPins([])),
    vscode.commands.registerCommand('cdma.compareConfigs', (uri?: vscode.Uri, chosen?: readonly vscode.Uri[]) =>
      compareConfigs({ comparisons, results, history, runs }, chosen ?? (uri ? [uri] : [])),
    ),
    vscode.commands.registerCommand('cdma.lockResults', () => results.lock(true)),
    vscode.commands.registerCommand('cdma.unlockResults', () => results.lock(false)),
    vscode.commands.registerCommand('cdma.focusResults', () => results.focus()),
    vscode.commands.registerCommand('cdma.showLog', () => log.show(true)),
    vscode.commands.registerCommand('cdma.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#cdma.start`, false),
    ),
  );
}

/** A command on the config it was invoked on (explorer, editor title) or, from the palette, on the active one. */
function onConfig(
  command: string,
  run: (document: vscode.TextDocument, ...more: unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(command, async (uri?: vscode.Uri, ...more: unknown[]) => {
    const target = uri ?? vscode.window.activeTextEditor?.document.uri;
    const document = target && (await vscode.workspace.openTextDocument(target));
    if (document !== undefined && isConfig(document)) await run(document, ...more);
    else void vscode.window.showInformationMessage(say`Open a *.cdma.json config first.`);
  });
}
