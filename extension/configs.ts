import type * as vscode from 'vscode';

/**
 * Whether a document is a config that can be simulated; a git revision or a diff of one is not. Its name decides, not
 * its language, which may be unknown for a moment while the window starts.
 */
export function isConfig({ uri }: vscode.TextDocument): boolean {
  return (uri.scheme === 'file' || uri.scheme === 'untitled') && uri.path.endsWith('.cdma.json');
}

/** Setting `cdma.simulate`. */
export type SimulateSetting = 'onSave' | 'onType' | 'manual';
/** Setting `cdma.openResults`. */
export type OpenResultsSetting = 'onOpen' | 'onSave' | 'manual';
