import * as vscode from 'vscode';
import type { LocatedFinding } from '../src/findings/finding.ts';
import { isConfig } from './configs.ts';
import { toVscodeRange } from './ranges.ts';
import type { Runs } from './runs.ts';

/** Offers the fixes of findings at the caret, also of those whose message VS Code's JSON service shows. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];

  constructor(private readonly runs: Runs) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const state = this.runs.get(document.uri);
    // The edits of a fix are places in the text that was simulated: they hold for that text only.
    if (
      !isConfig(document) ||
      state === undefined ||
      (state.status.kind !== 'current' && state.status.kind !== 'problems')
    ) {
      return [];
    }
    return state.findings
      .filter((finding) => toVscodeRange(finding.range).intersection(range) !== undefined)
      .flatMap((finding) => this.actions(document, finding, context));
  }

  private actions(
    document: vscode.TextDocument,
    finding: LocatedFinding,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const mended = context.diagnostics.filter((diagnostic) => diagnostic.range.isEqual(toVscodeRange(finding.range)));
    return finding.fixes.map((fix, index) => {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      for (const edit of fix.edits) action.edit.replace(document.uri, toVscodeRange(edit.range), edit.text);
      action.diagnostics = [...mended];
      action.isPreferred = index === 0;
      return action;
    });
  }
}
