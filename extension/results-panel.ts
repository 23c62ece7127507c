import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import {
  type HostMessageBody,
  type PanelMessage,
  type PanelState,
  PROTOCOL_VERSION,
  readPanelMessage,
} from '../protocol/messages.ts';
import { panelHtml } from '../protocol/panel-html.ts';
import type { ConfigPath } from '../src/findings/finding.ts';

export const RESULTS_VIEW_TYPE = 'cdma.results';

/** What the panel asks of the extension. */
export interface PanelActions {
  reveal(config: vscode.Uri, path: ConfigPath): void;
  simulate(config: vscode.Uri): void;
  showProblems(): void;
  study(config: vscode.Uri): void;
  cancelStudy(config: vscode.Uri): void;
  featureMaps(config: vscode.Uri, layer: string, image: number): void;
  savePicture(config: vscode.Uri, name: string, png: Uint8Array): void;
}

/** One webview panel showing the results of one config at a time. The page keeps no results: it is sent them. */
export class ResultsPanel implements vscode.Disposable {
  private state: PanelState | undefined;
  private ready = false;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    public config: vscode.Uri,
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
      nonce: randomBytes(16).toString('base64url'),
      title: panel.title,
      language: vscode.env.language,
    });
  }

  get onDidDispose(): vscode.Event<void> {
    return this.panel.onDidDispose;
  }

  show(state: PanelState): void {
    this.state = state;
    this.panel.title = `cDMA: ${state.document.name}`;
    this.post({ type: 'state', state });
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
    for (const subscription of this.subscriptions) subscription.dispose();
    this.panel.dispose();
  }

  private receive(message: PanelMessage): void {
    switch (message.type) {
      case 'ready':
        // A page that was hidden and is shown again starts anew, so this comes more than once.
        this.ready = true;
        this.post(words());
        if (this.state !== undefined) this.show(this.state);
        return;
      case 'reveal':
        this.actions.reveal(this.config, message.path);
        return;
      case 'simulate':
        this.actions.simulate(this.config);
        return;
      case 'showProblems':
        this.actions.showProblems();
        return;
      case 'study':
        this.actions.study(this.config);
        return;
      case 'cancelStudy':
        this.actions.cancelStudy(this.config);
        return;
      case 'featureMaps':
        this.actions.featureMaps(this.config, message.layer, message.image);
        return;
      case 'savePicture':
        this.actions.savePicture(this.config, message.name, message.png);
        return;
    }
  }
}

/** What the page says, in the language of VS Code where there is a bundle of it; else in English, whatever that language is. */
function words(): HostMessageBody {
  const { bundle } = vscode.l10n;
  return { type: 'words', dictionary: bundle ?? {}, language: bundle === undefined ? 'en' : vscode.env.language };
}
