import * as vscode from 'vscode';
import { speak } from '../src/words.ts';
import { ActivationStudies } from './activation-studies.ts';
import { registerCommands } from './commands.ts';
import { compareRecorded } from './compare-commands.ts';
import { Comparisons } from './comparisons.ts';
import { CONFIG_SELECTOR, tellWhetherConfig } from './configs.ts';
import { CaretPaths } from './editing/caret.ts';
import { ResultLenses } from './editing/code-lenses.ts';
import { provideCompletions } from './editing/completions.ts';
import { showDiagnostics } from './editing/diagnostics.ts';
import { provideDocumentLinks } from './editing/document-links.ts';
import { provideHovers } from './editing/hovers.ts';
import { DerivedValueHints } from './editing/inlay-hints.ts';
import { QuickFixes } from './editing/quick-fixes.ts';
import { History } from './history/history.ts';
import { showHistory } from './history/history-commands.ts';
import { showLanguageStatus } from './language-status.ts';
import { PanelAnswers } from './panel-answers.ts';
import { ResolvedConfigDocuments } from './resolved-config.ts';
import { Results } from './results.ts';
import { Runs } from './runs.ts';
import { SimulatorThread } from './simulator-thread.ts';
import { showStatusItem } from './status-item.ts';
import { Sweeps } from './sweeps.ts';
import type { StartThread } from './threads/thread.ts';
import { showBudgets } from './tools/budget-tests.ts';
import { registerLanguageModelTools } from './tools/language-model-tools.ts';

/** Wires the parts together, alike in every host. Nothing of the simulator is loaded here: it lives on threads of its own. */
export function activateOn(context: vscode.ExtensionContext, startThread: StartThread): void {
  speak(vscode.l10n.bundle);
  const log = vscode.window.createOutputChannel('cDMA', { log: true });
  const simulator = new SimulatorThread(startThread);
  const runs = new Runs(simulator, log);
  // Before the panel: squiggles take the longer way to the screen.
  const diagnostics = showDiagnostics(runs, context.extensionUri);
  const studying = new SimulatorThread(startThread);
  const studies = new ActivationStudies(studying, runs, log);
  // Sweeps and studies take long: they have threads of their own, so that no simulation waits for them.
  const exploring = new SimulatorThread(startThread);
  const sweeps = new Sweeps(exploring, context.extensionUri);
  const carets = new CaretPaths(simulator);
  const answers = new PanelAnswers({
    extensionUri: context.extensionUri,
    runs,
    simulator,
    studying,
    exploring,
    studies,
    sweeps,
  });
  const history = new History(context, runs, log);
  const comparisons = new Comparisons(context.workspaceState, runs, simulator, history);
  const results = new Results({ context, log, runs, simulator, studies, answers, comparisons, carets });
  const resolved = new ResolvedConfigDocuments(simulator);
  const lenses = new ResultLenses(runs, exploring);
  const derived = new DerivedValueHints(simulator);

  context.subscriptions.push(
    log,
    simulator,
    runs,
    studying,
    studies,
    exploring,
    sweeps,
    carets,
    comparisons,
    results,
    history,
    resolved,
    diagnostics,
    lenses,
    derived,
    showHistory(history, { compare: (ids) => void compareRecorded({ comparisons, results, history }, ids) }),
    showStatusItem(runs),
    showLanguageStatus(runs),
    tellWhetherConfig(),
    vscode.languages.registerCodeActionsProvider(CONFIG_SELECTOR, new QuickFixes(runs), {
      providedCodeActionKinds: QuickFixes.kinds,
    }),
    vscode.languages.registerCodeLensProvider(CONFIG_SELECTOR, lenses),
    vscode.languages.registerCompletionItemProvider(CONFIG_SELECTOR, provideCompletions(simulator), '"', ' '),
    vscode.languages.registerHoverProvider(CONFIG_SELECTOR, provideHovers(simulator)),
    vscode.languages.registerDocumentLinkProvider(CONFIG_SELECTOR, provideDocumentLinks(simulator)),
    vscode.languages.registerInlayHintsProvider(CONFIG_SELECTOR, derived),
    registerCommands({ context, log, runs, results, comparisons, history, resolved, simulator, exploring }),
    showBudgets(runs, simulator),
    registerLanguageModelTools(simulator, exploring),
  );
}
