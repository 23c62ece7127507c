import * as vscode from 'vscode';
import type { SimulatorThread } from './simulator-thread.ts';

const SCHEME = 'cdma-resolved';

/** A read-only document with the resolved config: every value that the simulator uses, and where it comes from. */
export class ResolvedConfigDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChange = this.changed.event;

  constructor(private readonly simulator: SimulatorThread) {
    this.subscriptions = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidSaveTextDocument((document) => this.changed.fire(resolvedUri(document.uri))),
    ];
  }

  async show(config: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(resolvedUri(config));
    await vscode.languages.setTextDocumentLanguage(document, 'jsonc');
    await vscode.window.showTextDocument(document, { preview: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const config = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri.query));
    return this.simulator.describe(config.uri.toString(), config.getText());
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

function resolvedUri(config: vscode.Uri): vscode.Uri {
  const path = config.path.replace(/\.cdma\.json$/, ' (resolved).jsonc');
  return vscode.Uri.from({ scheme: SCHEME, path, query: config.toString() });
}
