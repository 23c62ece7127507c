import * as vscode from 'vscode';
import { say } from '../../src/words.ts';
import type { History } from './history.ts';
import { HISTORY_VIEW, HistoryTree, type Node } from './history-tree.ts';

interface HistoryActions {
  /** Shows recorded results beside each other. */
  compare(ids: readonly string[]): void;
}

/** The view of the run history, with its commands. They act on the nodes that are chosen in it. */
export function showHistory(history: History, actions: HistoryActions): vscode.Disposable {
  // The view is for those who have configs.
  void vscode.commands.executeCommand('setContext', 'cdma.active', true);
  const tree = new HistoryTree(history);
  const view = vscode.window.createTreeView(HISTORY_VIEW, { treeDataProvider: tree, canSelectMany: true });
  const onRuns = (command: string, run: (ids: readonly string[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(command, (node?: Node, nodes?: readonly Node[]) => {
      const chosen = nodes ?? (node === undefined ? view.selection : [node]);
      const ids = chosen.flatMap((one) => (one.kind === 'run' ? [one.entry.id] : []));
      return ids.length > 0 ? run(ids) : undefined;
    });
  const onRun = (command: string, run: (id: string) => unknown): vscode.Disposable =>
    onRuns(command, ([id]) => id !== undefined && run(id));
  return vscode.Disposable.from(
    view,
    onRuns('cdma.history.compare', (ids) => actions.compare(ids)),
    onRun('cdma.history.rename', (id) => rename(history, id)),
    onRuns('cdma.history.star', (ids) => history.change(ids, { starred: true })),
    onRuns('cdma.history.unstar', (ids) => history.change(ids, { starred: false })),
    onRuns('cdma.history.delete', (ids) => remove(history, ids)),
    onRun('cdma.history.restore', (id) => restore(history, id)),
  );
}

async function rename(history: History, id: string): Promise<void> {
  const entry = history.entries.find((one) => one.id === id);
  if (entry === undefined) return;
  const name = await vscode.window.showInputBox({
    title: say`Name of the run`,
    value: entry.name ?? entry.headline,
    prompt: say`Leave it empty to show its result again.`,
  });
  if (name !== undefined) await history.change([id], { name: name.trim() === '' ? null : name.trim() });
}

/** Starred runs were marked as worth keeping, so that is asked. */
async function remove(history: History, ids: readonly string[]): Promise<void> {
  const starred = history.entries.filter(({ id, starred }) => starred && ids.includes(id));
  if (starred.length > 0) {
    const confirmed = say`Delete`;
    const question = say`Delete starred runs? There is no way back.`;
    if ((await vscode.window.showWarningMessage(question, { modal: true }, confirmed)) !== confirmed) return;
  }
  await history.remove(ids);
}

/** Puts the text of a run back into its config, as one edit that can be undone; into a new document where the file is gone. */
async function restore(history: History, id: string): Promise<void> {
  const recorded = await history.textOf(id);
  if (recorded === undefined) {
    void vscode.window.showInformationMessage(say`The record of this run is gone or cannot be read.`);
    return;
  }
  const { entry, text } = recorded;
  const document = await openOrCreate(vscode.Uri.parse(entry.uri), text);
  if (document.getText() !== text) {
    const edit = new vscode.WorkspaceEdit();
    const end = document.lineAt(document.lineCount - 1).range.end;
    edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
    await vscode.workspace.applyEdit(edit);
  }
  // Where it is open already; never on top of the panel.
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  await vscode.window.showTextDocument(document, shown?.viewColumn ?? vscode.ViewColumn.One);
}

async function openOrCreate(uri: vscode.Uri, content: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return vscode.workspace.openTextDocument({ language: 'jsonc', content });
  }
}
