import * as vscode from 'vscode';
import {
  type HostMessageBody,
  type PanelAnswer,
  type PanelCommand,
  type PanelMessage,
  type PanelMessageBody,
  type PanelQuestion,
  type PanelState,
  PROTOCOL_VERSION,
  type ViewName,
} from '../protocol/messages.ts';
import { panelHtml } from '../protocol/panel-html.ts';
import { readPanelMessage } from '../protocol/read-messages.ts';
import type { AskOptions } from './simulator-thread.ts';

export const RESULTS_VIEW_TYPE = 'cdma.results';

type Wish<T extends PanelMessageBody['type']> = Extract<PanelMessageBody, { type: T }>;

/** What panels ask of the extension. */
export interface PanelActions {
  reveal(config: vscode.Uri, wish: Wish<'reveal'>): void;
  useValues(config: vscode.Uri, wish: Wish<'useValues'>): void;
  savePicture(config: vscode.Uri, wish: Wish<'savePicture'>): void;
  copyText(wish: Wish<'copyText'>): void;
  study(config: vscode.Uri): void;
  unpin(id: string): void;
  command(panel: ResultsPanel, command: PanelCommand): void;
  /** The page listens, maybe anew: send it what it has to know besides its state. */
  becameReady(panel: ResultsPanel): void;
  /** Rejects with a sentence for the user. */
  answer(
    config: vscode.Uri,
    question: PanelQuestion,
    onProgress: NonNullable<AskOptions['onProgress']>,
    signal: AbortSignal,
  ): Promise<PanelAnswer>;
}

/** One webview panel showing the results of one config at a time. The page keeps no results: it is sent them. */
export class ResultsPanel implements vscode.Disposable {
  private state: Omit<PanelState, 'isLocked'> | undefined;
  private ready = false;
  /** A view that was asked for before the page listened. */
  private wanted: HostMessageBody | undefined;
  private readonly asked = new Map<number, AbortController>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    public config: vscode.Uri,
    /** Whether the panel stays with its config when another one is edited. */
    private locked: boolean,
    private readonly actions: PanelActions,
    log: vscode.LogOutputChannel,
  ) {
    const { webview } = panel;
    const distribution = vscode.Uri.joinPath(extensionUri, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [distribution] };
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.png');
    this.subscriptions = [
      webview.onDidReceiveMessage((data: unknown) => {
        const message = readPanelMessage(data);
        if (message === undefined) log.warn(`Dropped a message of the panel: ${JSON.stringify(data)?.slice(0, 200)}`);
        else this.receive(message);
      }),
    ];
    webview.html = panelHtml({
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(distribution, 'panel.js')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(distribution, 'panel.css')).toString(),
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      title: panel.title,
      language: vscode.env.language,
    });
  }

  get onDidDispose(): vscode.Event<void> {
    return this.panel.onDidDispose;
  }

  get onDidChangeViewState(): vscode.Event<unknown> {
    return this.panel.onDidChangeViewState;
  }

  /** Whether it has the keyboard. */
  get isActive(): boolean {
    return this.panel.active;
  }

  get isLocked(): boolean {
    return this.locked;
  }

  setLocked(isLocked: boolean): void {
    this.locked = isLocked;
    this.sendState();
  }

  show(state: Omit<PanelState, 'isLocked'>): void {
    this.state = state;
    this.panel.title = `cDMA: ${state.document.name}`;
    this.sendState();
  }

  showView(view: ViewName, isToRun: boolean): void {
    const message = { type: 'show', view, isToRun } as const;
    if (this.ready) this.post(message);
    else this.wanted = message;
  }

  /** Sends a message to the page, which drops what is not about the config that it shows. */
  post(message: HostMessageBody): void {
    if (this.ready) void this.panel.webview.postMessage({ protocol: PROTOCOL_VERSION, ...message });
  }

  /** Brings the panel to the front of its column; the focus stays where it is. */
  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  focus(): void {
    this.panel.reveal(undefined, false);
  }

  dispose(): void {
    for (const controller of this.asked.values()) controller.abort();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.panel.dispose();
  }

  private sendState(): void {
    if (this.state !== undefined) this.post({ type: 'state', state: { ...this.state, isLocked: this.locked } });
  }

  private receive(message: PanelMessage): void {
    const { actions, config } = this;
    switch (message.type) {
      case 'ready':
        // A page that was hidden and is shown again starts anew, so this comes more than once.
        this.ready = true;
        for (const controller of this.asked.values()) controller.abort();
        this.post(words());
        this.sendState();
        if (this.wanted !== undefined) this.post(this.wanted);
        this.wanted = undefined;
        actions.becameReady(this);
        return;
      case 'reveal':
        actions.reveal(config, message);
        return;
      case 'useValues':
        actions.useValues(config, message);
        return;
      case 'study':
        actions.study(config);
        return;
      case 'ask':
        void this.answer(message.id, message.question);
        return;
      case 'cancel':
        this.asked.get(message.id)?.abort();
        return;
      case 'savePicture':
        actions.savePicture(config, message);
        return;
      case 'copyText':
        actions.copyText(message);
        return;
      case 'unpin':
        actions.unpin(message.id);
        return;
      case 'command':
        actions.command(this, message.command);
        return;
    }
  }

  private async answer(id: number, question: PanelQuestion): Promise<void> {
    const controller = new AbortController();
    this.asked.set(id, controller);
    let reportedAtMs = 0;
    const onProgress: AskOptions['onProgress'] = (done, total, partial) => {
      if (partial === undefined && Date.now() - reportedAtMs < PROGRESS_INTERVAL_MS) return;
      reportedAtMs = Date.now();
      this.post({ type: 'progress', id, done, total, ...(partial && { partial }) });
    };
    try {
      const answer = await this.actions.answer(this.config, question, onProgress, controller.signal);
      this.post({ type: 'answer', id, answer });
    } catch (error) {
      this.post({ type: 'rejected', id, message: error instanceof Error ? error.message : String(error) });
    } finally {
      if (this.asked.get(id) === controller) this.asked.delete(id);
    }
  }
}

/** At most this often is progress worth a message to the page. */
const PROGRESS_INTERVAL_MS = 100;

/** What the page says, in the language of VS Code where there is a bundle of it; else in English, whatever that language is. */
function words(): HostMessageBody {
  const { bundle } = vscode.l10n;
  return { type: 'words', dictionary: bundle ?? {}, language: bundle === undefined ? 'en' : vscode.env.language };
}
