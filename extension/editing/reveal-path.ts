import * as vscode from 'vscode';
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { SimulatorThread } from '../simulator-thread.ts';
import { toVscodeRange } from './ranges.ts';

/** Selects the value of a key, or a layer, in the editor of the file that it is written in. */
export async function revealPath(simulator: SimulatorThread, uri: vscode.Uri, path: ConfigPath): Promise<void> {
  const config = await vscode.workspace.openTextDocument(uri);
  const place = await simulator.locate(uri.toString(), config.getText(), path);
  if (place === undefined) return;
  const range = toVscodeRange(place.range);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri));
  const columnOf = (one: vscode.TextDocument): vscode.ViewColumn | undefined =>
    vscode.window.visibleTextEditors.find((editor) => editor.document === one)?.viewColumn;
  const column = columnOf(document) ?? columnOf(config) ?? vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(document, column);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
