import * as vscode from 'vscode';
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { SimulatorThread } from '../simulator-thread.ts';
import { toVscodeRange } from './ranges.ts';
import { revealPath } from './reveal-path.ts';

/** Writes values into a config, as one edit that can be undone, and shows the first; the file is not saved. */
export async function useValues(
  simulator: SimulatorThread,
  uri: vscode.Uri,
  values: readonly { path: ConfigPath; value: string | number | boolean }[],
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const { version } = document;
  const question = { type: 'edit', uri: uri.toString(), text: document.getText(), values } as const;
  const answer = await simulator.answerTo('edited', question);
  // Places in a text hold for that text only.
  if (answer === undefined || document.version !== version) return;
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of answer.edits) edit.replace(uri, toVscodeRange(range), text);
  const [first] = values;
  // They may stand where nobody looks.
  if ((await vscode.workspace.applyEdit(edit)) && first !== undefined) await revealPath(simulator, uri, first.path);
}
