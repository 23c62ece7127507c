import * as vscode from 'vscode';
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { SimulatorThread } from '../simulator-thread.ts';
import { toVscodeRange } from './ranges.ts';

/** Selects the value of a key in the editor; of its nearest parent where the key is not written. */
export async function revealPath(simulator: SimulatorThread, uri: vscode.Uri, path: ConfigPath): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const found = await simulator.locate(uri.toString(), document.getText(), path);
  if (found === undefined) return;
  const range = toVscodeRange(found);
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = await vscode.window.showTextDocument(document, shown?.viewColumn ?? vscode.ViewColumn.One);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
