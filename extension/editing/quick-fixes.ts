import * as vscode from 'vscode';
import type { LocatedFinding } from '../../src/findings/finding.ts';
import { say } from '../../src/words.ts';
import { isConfig } from '../configs.ts';
import type { Runs } from '../runs.ts';
import { toVscodeRange } from './ranges.ts';

type Fix = LocatedFinding['fixes'][number];

/**
 * Offers the fixes of findings at the caret, also of those whose message VS Code's JSON service shows; all corrections of
 * one kind together; and all corrections at once, as when saving. Changes of the design are never applied together.
 */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly fixAll = vscode.CodeActionKind.SourceFixAll.append('cdma');
  static readonly kinds = [vscode.CodeActionKind.QuickFix, QuickFixes.fixAll];

  constructor(private readonly runs: Runs) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if (!isConfig(document)) return [];
    // The edits of a fix are places in a text: they hold for that text only.
    const findings = await this.runs.findingsOf(document);
    if (context.only !== undefined && QuickFixes.fixAll.intersects(context.only)) return fixAll(document, findings);
    const atCaret = findings.filter((finding) => toVscodeRange(finding.range).intersection(range) !== undefined);
    const codes = new Set(atCaret.map(({ code }) => code));
    return [
      ...atCaret.flatMap((finding) => singleFixes(document, finding, context)),
      ...[...codes].flatMap((code) => allOfKind(document, findings, code)),
    ];
  }
}

function fixAll(document: vscode.TextDocument, findings: readonly LocatedFinding[]): vscode.CodeAction[] {
  const corrections = correctionsOf(findings);
  if (corrections.length === 0) return [];
  const action = new vscode.CodeAction(say`Apply all corrections of cDMA`, QuickFixes.fixAll);
  action.edit = editOf(document, corrections);
  return [action];
}

function singleFixes(
  document: vscode.TextDocument,
  finding: LocatedFinding,
  context: vscode.CodeActionContext,
): vscode.CodeAction[] {
  const mended = context.diagnostics.filter((diagnostic) => diagnostic.range.isEqual(toVscodeRange(finding.range)));
  return finding.fixes.map((fix, index) => {
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.edit = editOf(document, [fix]);
    action.diagnostics = [...mended];
    action.isPreferred = index === 0;
    return action;
  });
}

function allOfKind(
  document: vscode.TextDocument,
  findings: readonly LocatedFinding[],
  code: string,
): vscode.CodeAction[] {
  const corrections = correctionsOf(findings.filter((finding) => finding.code === code));
  if (corrections.length < 2) return [];
  const action = new vscode.CodeAction(
    say`Correct all ${corrections.length} of ${code}`,
    vscode.CodeActionKind.QuickFix,
  );
  action.edit = editOf(document, corrections);
  return [action];
}

/** The first correction of each finding; of two that touch the same text the first. */
function correctionsOf(findings: readonly LocatedFinding[]): Fix[] {
  const taken: vscode.Range[] = [];
  return findings.flatMap(({ fixes }) => {
    const fix = fixes.find(({ isCorrection }) => isCorrection);
    const ranges = fix?.edits.map((edit) => toVscodeRange(edit.range)) ?? [];
    if (fix === undefined || ranges.some((range) => taken.some((other) => other.intersection(range)))) return [];
    taken.push(...ranges);
    return [fix];
  });
}

function editOf(document: vscode.TextDocument, fixes: readonly Fix[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { edits } of fixes)
    for (const { range, text } of edits) edit.replace(document.uri, toVscodeRange(range), text);
  return edit;
}
