import type * as vscode from 'vscode';

/** Whether a document is a config that can be simulated; a git revision or a diff of one is not. */
export function isConfig(document: vscode.TextDocument): boolean {
  const { scheme, path } = document.uri;
  if (scheme !== 'file' && scheme !== 'untitled') return false;
  return path.endsWith('.cdma.json') && (document.languageId === 'jsonc' || document.languageId === 'json');
}

/** Setting `cdma.simulate`. */
export type SimulateSetting = 'onSave' | 'onType' | 'manual';
/** Setting `cdma.openResults`. */
export type OpenResultsSetting = 'onOpen' | 'onSave' | 'manual';
