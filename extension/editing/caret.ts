import * as vscode from 'vscode';
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { SimulatorThread } from '../simulator-thread.ts';
import { askAbout } from './ask.ts';

/** The caret has to rest for a moment: nobody looks at the panel while it moves. */
const REST_MS = 60;

/** Tells which key of which config the caret is on; a newer place takes the place of one still asked about. */
export class CaretPaths implements vscode.Disposable {
  private readonly moved = new vscode.EventEmitter<{ uri: vscode.Uri; path: ConfigPath | null }>();
  private readonly subscription: vscode.Disposable;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked: vscode.CancellationTokenSource | undefined;

  readonly onDidMove = this.moved.event;

  constructor(private readonly simulator: SimulatorThread) {
    this.subscription = vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.tell(textEditor), REST_MS);
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asked?.cancel();
    this.subscription.dispose();
    this.moved.dispose();
  }

  private async tell({ document, selection }: vscode.TextEditor): Promise<void> {
    this.asked?.cancel();
    const asked = new vscode.CancellationTokenSource();
    this.asked = asked;
    const question = { type: 'pathAt', offset: document.offsetAt(selection.active) } as const;
    const answer = await askAbout(this.simulator, document, asked.token, 'pathFound', question);
    if (answer !== undefined) this.moved.fire({ uri: document.uri, path: answer.path ?? null });
  }
}
