import * as vscode from 'vscode';
import { type PanelState, rememberedDocument } from '../protocol/messages.ts';
import type { ConfigPath } from '../src/findings/finding.ts';
import type { ActivationStudies, StudyState } from './activation-studies.ts';
import { isConfig, type OpenResultsSetting, openConfig } from './configs.ts';
import { revealPath } from './editing/reveal-path.ts';
import { type PanelActions, RESULTS_VIEW_TYPE, ResultsPanel } from './results-panel.ts';
import type { ConfigState, Runs } from './runs.ts';
import type { SimulatorThread } from './simulator-thread.ts';
import { savePicture } from './take-away.ts';

/** Context key and memento. */
const LOCKED = 'cdma.resultsLocked';

/** The results beside the editor: opens the panel, lets it follow the active config, and brings it back after a reload. */
export class Results implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: ResultsPanel | undefined;
  /** Whether the panel stays with its config when another one is edited. */
  private isLocked: boolean;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly runs: Runs,
    private readonly simulator: SimulatorThread,
    private readonly studies: ActivationStudies,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.isLocked = context.workspaceState.get<boolean>(LOCKED, false);
    this.tellWhetherLocked();
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(RESULTS_VIEW_TYPE, this),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      vscode.workspace.onDidSaveTextDocument((document) => this.openBeside(document, 'onSave')),
      runs.onDidChange((state) => this.refresh(state)),
      studies.onDidChange((state) => this.showStudy(state)),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.renamed(oldUri, newUri);
      }),
      vscode.workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.deleted(uri);
      }),
    ];
    this.follow(vscode.window.activeTextEditor);
  }

  /** Shows the results of a config in the column beside the editor; the focus stays in the editor. */
  open(config: vscode.Uri): void {
    if (this.panel === undefined) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      const panel = vscode.window.createWebviewPanel(RESULTS_VIEW_TYPE, 'cDMA', column, { enableFindWidget: true });
      this.adopt(panel, config);
    } else {
      this.panel.reveal();
    }
    this.present(config);
  }

  /** Lets the panel stay with the config that it shows, or follow the editor again. */
  async lock(isLocked: boolean): Promise<void> {
    this.isLocked = isLocked;
    this.tellWhetherLocked();
    await this.context.workspaceState.update(LOCKED, isLocked);
    if (!isLocked) this.follow(vscode.window.activeTextEditor);
  }

  /** Gives the keyboard to the panel; opens it for the active config where there is none. */
  focus(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (this.panel === undefined && document !== undefined && isConfig(document)) this.open(document.uri);
    this.panel?.focus();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, memory: unknown): Promise<void> {
    const remembered = rememberedDocument(memory);
    const document = remembered === undefined ? undefined : await openConfig(vscode.Uri.parse(remembered));
    if (document === undefined || this.panel !== undefined) {
      panel.dispose();
      return;
    }
    this.adopt(panel, document.uri);
    this.present(document.uri);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.panel?.dispose();
  }

  private adopt(webviewPanel: vscode.WebviewPanel, config: vscode.Uri): void {
    const actions: PanelActions = {
      reveal: (uri: vscode.Uri, path: ConfigPath) => void revealPath(this.simulator, uri, path),
      simulate: (uri) => void openConfig(uri).then((document) => document && this.runs.start(document)),
      showProblems: () => void vscode.commands.executeCommand('workbench.actions.view.problems'),
      study: (uri) => void this.studies.start(uri),
      cancelStudy: (uri) => this.studies.cancel(uri),
      featureMaps: (uri, layer, image) => void this.showFeatureMaps(uri, layer, image),
      savePicture: (uri, name, png) => void savePicture(uri, name, png),
    };
    const panel = new ResultsPanel(webviewPanel, this.context.extensionUri, config, actions, this.log);
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = undefined;
    });
    this.panel = panel;
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || !isConfig(editor.document)) return;
    if (this.panel !== undefined) {
      if (!this.isLocked) this.present(editor.document.uri);
    } else this.openBeside(editor.document, 'onOpen');
  }

  private openBeside(document: vscode.TextDocument, occasion: OpenResultsSetting): void {
    if (this.panel !== undefined || !isConfig(document) || isAboutToBeRestored()) return;
    if (vscode.window.activeTextEditor?.document !== document) return;
    const setting = vscode.workspace
      .getConfiguration('cdma', document)
      .get<OpenResultsSetting>('openResults', 'onSave');
    if (setting === occasion) this.open(document.uri);
  }

  /** Points the panel at a config: at once with what is known, and with a first run where nothing is. */
  private present(config: vscode.Uri): void {
    if (this.panel === undefined) return;
    this.panel.config = config;
    const state = this.runs.get(config);
    this.panel.show(panelState(config, state));
    if (state === undefined) void openConfig(config).then((document) => document && this.runs.start(document));
  }

  /** For the menu of the panel's tab. */
  private tellWhetherLocked(): void {
    void vscode.commands.executeCommand('setContext', LOCKED, this.isLocked);
  }

  /** The panel goes along with its config, also when a folder above it was renamed. */
  private renamed(oldUri: vscode.Uri, newUri: vscode.Uri): void {
    const shown = this.panel?.config;
    if (shown === undefined || !isWithin(shown, oldUri)) return;
    const config = newUri.with({ path: newUri.path + shown.path.slice(oldUri.path.length) });
    void openConfig(config).then((document) => document && this.present(document.uri));
  }

  private deleted(uri: vscode.Uri): void {
    const shown = this.panel?.config;
    if (shown !== undefined && isWithin(shown, uri)) this.runs.deleted(shown);
  }

  private showStudy({ uri, status, study }: StudyState): void {
    const document = uri.toString();
    if (this.panel?.config.toString() === document) this.panel.post({ type: 'study', document, status, study });
  }

  private async showFeatureMaps(uri: vscode.Uri, layer: string, image: number): Promise<void> {
    const maps = await this.studies.featureMaps(uri, layer, image);
    this.panel?.post({ type: 'featureMaps', document: uri.toString(), layer, image, maps });
  }

  private refresh(state: ConfigState): void {
    if (this.panel?.config.toString() === state.uri.toString()) this.panel.show(panelState(state.uri, state));
  }
}

/** After a reload the panel's tab is there before VS Code hands its page over. */
function isAboutToBeRestored(): boolean {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(RESULTS_VIEW_TYPE));
}

function isWithin(uri: vscode.Uri, ancestor: vscode.Uri): boolean {
  return uri.scheme === ancestor.scheme && `${uri.path}/`.startsWith(`${ancestor.path}/`);
}

function panelState(uri: vscode.Uri, state: ConfigState | undefined): PanelState {
  const document = { uri: uri.toString(), name: uri.path.slice(uri.path.lastIndexOf('/') + 1) };
  if (state === undefined) return { document, status: { kind: 'running' }, report: null, run: null };
  return { document, status: state.status, report: state.report, run: state.run };
}
