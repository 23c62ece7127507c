import * as vscode from 'vscode';
import { ActivationStudies } from './activation-studies.ts';
import { isConfig } from './configs.ts';
import { showDiagnostics } from './diagnostics.ts';
import { QuickFixes } from './quick-fixes.ts';
import { ResolvedConfigDocuments } from './resolved-config.ts';
import { Results } from './results.ts';
import { Runs } from './runs.ts';
import { SimulatorThread } from './simulator-thread.ts';
import { showStatusItem } from './status-item.ts';

/** Wires the parts together. Nothing of the simulator is loaded here: it lives on its own thread. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('cDMA', { log: true });
  const simulator = new SimulatorThread(context.asAbsolutePath('dist/worker.cjs'));
  const runs = new Runs(simulator, log);
  // Before the panel: squiggles take the longer way to the screen.
  const diagnostics = showDiagnostics(runs);
  const studying = new SimulatorThread(context.asAbsolutePath('dist/worker.cjs'));
  const studies = new ActivationStudies(studying, runs, log);
  const results = new Results(context, runs, simulator, studies, log);
  const resolved = new ResolvedConfigDocuments(simulator);
  const configs: vscode.DocumentSelector = { pattern: '**/*.cdma.json' };

  context.subscriptions.push(
    log,
    simulator,
    runs,
    studying,
    studies,
    results,
    resolved,
    diagnostics,
    showStatusItem(runs),
    vscode.languages.registerCodeActionsProvider(configs, new QuickFixes(runs), {
      providedCodeActionKinds: QuickFixes.kinds,
    }),
    onConfig('cdma.openResults', (document) => results.open(document.uri)),
    onConfig('cdma.simulate', (document) => void runs.start(document)),
    onConfig('cdma.showResolvedConfig', (document) => void resolved.show(document.uri)),
  );
}

/** A command on the config it was invoked on (explorer, editor title) or, from the palette, on the active one. */
function onConfig(command: string, run: (document: vscode.TextDocument) => void): vscode.Disposable {
  return vscode.commands.registerCommand(command, async (uri?: vscode.Uri) => {
    const target = uri ?? vscode.window.activeTextEditor?.document.uri;
    const document = target && (await vscode.workspace.openTextDocument(target));
    if (document !== undefined && isConfig(document)) run(document);
    else void vscode.window.showInformationMessage('Open a *.cdma.json config first.');
  });
}
