import * as vscode from 'vscode';
import type { SimulatorThread } from '../simulator-thread.ts';
import { askAbout } from './ask.ts';

/** Shows behind a value what follows from it: rates, and the ratio up to which it does not bind. */
export class DerivedValueHints implements vscode.InlayHintsProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('cdma.inlayHints')) this.changed.fire();
  });
  readonly onDidChangeInlayHints = this.changed.event;

  constructor(private readonly simulator: SimulatorThread) {}

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    if (!vscode.workspace.getConfiguration('cdma', document).get<boolean>('inlayHints.enabled', true)) return [];
    const answer = await askAbout(this.simulator, document, token, 'derived', { type: 'derive' });
    return (answer?.values ?? [])
      .map(({ position, text, explanation }) => {
        const hint = new vscode.InlayHint(new vscode.Position(position.line, position.character), text);
        hint.paddingLeft = true;
        hint.tooltip = explanation;
        return hint;
      })
      .filter((hint) => range.contains(hint.position));
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
