import * as vscode from 'vscode';
import { activateOn } from './activate.ts';
import { webThreads } from './threads/web-thread.ts';

/** Starts the extension in a browser, where there are no processes, and so no tasks of the command line. */
export function activate(context: vscode.ExtensionContext): void {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'cdma.cjs');
  activateOn(context, webThreads(script.toString(true), vscode.l10n.bundle));
}
