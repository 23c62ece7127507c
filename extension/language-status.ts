import * as vscode from 'vscode';
import { say } from '../src/words.ts';
import { CONFIG_SELECTOR, isConfig } from './configs.ts';
import type { ConfigState, Runs } from './runs.ts';

/** Beyond the budget a wait is felt; beyond four times it, one does something else meanwhile. */
const FAR_BEYOND = 4;

/** In the language status of a config: whether it is valid, and whether its simulation stays within the time budget. */
export function showLanguageStatus(runs: Runs): vscode.Disposable {
  const validity = vscode.languages.createLanguageStatusItem('cdma.validity', CONFIG_SELECTOR);
  const time = vscode.languages.createLanguageStatusItem('cdma.time', CONFIG_SELECTOR);
  validity.name = say`cDMA config`;
  time.name = say`cDMA simulation time`;
  validity.command = { command: 'workbench.actions.view.problems', title: say`Show Problems` };
  time.command = { command: 'cdma.showLog', title: say`Show Log` };
  const refresh = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const state = document && isConfig(document) ? runs.get(document.uri) : undefined;
    // Items are for every JSON file; only configs have something to say.
    const selector: vscode.DocumentSelector = state === undefined ? [] : CONFIG_SELECTOR;
    validity.selector = selector;
    time.selector = selector;
    if (state === undefined) return;
    tellValidity(validity, state);
    tellTime(time, state);
  };
  refresh();
  return vscode.Disposable.from(
    validity,
    time,
    runs.onDidChange(refresh),
    runs.onDidClose(refresh),
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('cdma.timeBudget')) refresh();
    }),
  );
}

function tellValidity(item: vscode.LanguageStatusItem, { status, findings }: ConfigState): void {
  item.busy = status.kind === 'running';
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  switch (status.kind) {
    case 'problems':
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.text = status.count === 1 ? say`1 error` : say`${status.count} errors`;
      item.detail = status.first;
      return;
    case 'failed':
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.text = say`Simulation failed`;
      item.detail = status.message;
      return;
    case 'running':
      item.severity = vscode.LanguageStatusSeverity.Information;
      item.text = say`Simulating`;
      item.detail = '';
      return;
    case 'stale':
      item.severity = vscode.LanguageStatusSeverity.Information;
      item.text = say`Not simulated yet`;
      item.detail = say`The text has changed.`;
      return;
    case 'current':
      item.severity = warnings > 0 ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
      item.text = say`Valid config`;
      item.detail = warnings === 0 ? say`no warnings` : warnings === 1 ? say`1 warning` : say`${warnings} warnings`;
      return;
  }
}

function tellTime(item: vscode.LanguageStatusItem, { uri, simulatorMs }: ConfigState): void {
  const budgetMs = vscode.workspace.getConfiguration('cdma', uri).get<number>('timeBudget', 500);
  if (simulatorMs === null) {
    item.text = say`No simulation yet`;
    item.severity = vscode.LanguageStatusSeverity.Information;
    return;
  }
  item.text = say`Simulated in ${simulatorMs.toFixed(0)} ms`;
  item.detail = say`time budget ${budgetMs} ms`;
  item.severity =
    simulatorMs <= budgetMs
      ? vscode.LanguageStatusSeverity.Information
      : simulatorMs <= FAR_BEYOND * budgetMs
        ? vscode.LanguageStatusSeverity.Warning
        : vscode.LanguageStatusSeverity.Error;
}
