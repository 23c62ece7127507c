import * as vscode from 'vscode';
import { activateOn } from './activate.ts';
import { nodeThreads } from './threads/node-thread.ts';
import { registerTasks } from './tools/tasks.ts';

/** Starts the extension in a host of Node.js: a desktop, or a remote machine. */
export function activate(context: vscode.ExtensionContext): void {
  activateOn(context, nodeThreads(context.asAbsolutePath('dist/cdma.cjs'), vscode.l10n.bundle));
  context.subscriptions.push(registerTasks(context.extensionUri));
}
