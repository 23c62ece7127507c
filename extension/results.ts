import * as vscode from 'vscode';
import type { PanelCommand, PanelState, ViewName } from '../protocol/messages.ts';
import { remembered } from '../protocol/read-messages.ts';
import type { ActivationStudies, StudyState } from './activation-studies.ts';
import type { Comparisons } from './comparisons.ts';
import { isConfig, type OpenResultsSetting, openConfig } from './configs.ts';
import type { CaretPaths } from './editing/caret.ts';
import { revealPath } from './editing/reveal-path.ts';
import { useValues } from './editing/use-values.ts';
import type { PanelAnswers } from './panel-answers.ts';
import { type PanelActions, RESULTS_VIEW_TYPE, ResultsPanel } from './results-panel.ts';
import type { ConfigState, Runs } from './runs.ts';
import type { SimulatorThread } from './simulator-thread.ts';
import { savePicture } from './take-away.ts';

/** For the menu of a panel's tab: whether the panel with the keyboard is locked. */
const LOCKED = 'cdma.resultsLocked';

interface Parts {
  context: vscode.ExtensionContext;
  log: vscode.LogOutputChannel;
  runs: Runs;
  simulator: SimulatorThread;
  studies: ActivationStudies;
  answers: PanelAnswers;
  comparisons: Comparisons;
  carets: CaretPaths;
}

/**
 * The results beside the editor. One panel follows the active config; locked ones stay with theirs, as many as there are.
 * All come back after a reload.
 */
export class Results implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly panels = new Set<ResultsPanel>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly parts: Parts) {
    const { runs, studies, comparisons, carets } = parts;
    this.tellWhetherLocked();
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(RESULTS_VIEW_TYPE, this),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      vscode.workspace.onDidSaveTextDocument((document) => this.openBeside(document, 'onSave')),
      runs.onDidChange((state) => this.refresh(state)),
      studies.onDidChange((state) => this.showStudy(state)),
      comparisons.onDidChange(() => {
        for (const panel of this.panels) void this.showComparison(panel);
      }),
      carets.onDidMove(({ uri, path }) => {
        const document = uri.toString();
        for (const panel of this.showing(uri)) panel.post({ type: 'caret', document, path });
      }),
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
  open(config: vscode.Uri, view?: ViewName, isToRun = false): void {
    const panel = this.showing(config)[0] ?? this.follower ?? this.create(config, false);
    panel.reveal();
    this.present(panel, config);
    if (view !== undefined) panel.showView(view, isToRun);
  }

  /** Shows the sweep of a config, and runs it. */
  explore(config: vscode.Uri): void {
    this.open(config, 'sweep', true);
  }

  /** Shows the results of a config in a panel of its own, which stays with it. */
  openAnother(config: vscode.Uri): void {
    this.present(this.create(config, true), config);
  }

  /** Lets a panel stay with the config that it shows, or follow the editor again: the one with the keyboard. */
  lock(isLocked: boolean, panel = this.activePanel ?? this.panelToLock(isLocked)): void {
    if (panel === undefined) return;
    // One panel follows at a time: another that did stays where it is from now on.
    if (!isLocked && this.follower !== undefined && this.follower !== panel) this.follower.setLocked(true);
    panel.setLocked(isLocked);
    this.tellWhetherLocked();
    if (!isLocked) this.follow(vscode.window.activeTextEditor);
  }

  /** Gives the keyboard to the panel; opens it for the active config where there is none. */
  focus(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (this.panels.size === 0 && document !== undefined && isConfig(document)) this.open(document.uri);
    const panel = (document && this.showing(document.uri)[0]) ?? this.follower ?? [...this.panels][0];
    panel?.focus();
  }

  async deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, memory: unknown): Promise<void> {
    const known = remembered(memory);
    const document = known === undefined ? undefined : await openConfig(vscode.Uri.parse(known.document));
    if (known === undefined || document === undefined) {
      webviewPanel.dispose();
      return;
    }
    const isLocked = known.isLocked || this.follower !== undefined;
    // The editor may have become active before there was a panel to go along with it.
    const active = vscode.window.activeTextEditor?.document;
    const config = !isLocked && active !== undefined && isConfig(active) ? active.uri : document.uri;
    this.present(this.adopt(webviewPanel, config, isLocked), config);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const panel of [...this.panels]) panel.dispose();
  }

  /** The panel that goes along with the editor. */
  private get follower(): ResultsPanel | undefined {
    return [...this.panels].find(({ isLocked }) => !isLocked);
  }

  private get activePanel(): ResultsPanel | undefined {
    return [...this.panels].find(({ isActive }) => isActive);
  }

  /** From the palette: what the active config is shown in, or the only candidate. */
  private panelToLock(isLocked: boolean): ResultsPanel | undefined {
    return isLocked ? this.follower : [...this.panels].find((panel) => panel.isLocked);
  }

  private showing(config: vscode.Uri): ResultsPanel[] {
    return [...this.panels].filter((panel) => panel.config.toString() === config.toString());
  }

  private create(config: vscode.Uri, isLocked: boolean): ResultsPanel {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(RESULTS_VIEW_TYPE, 'cDMA', column, { enableFindWidget: true });
    return this.adopt(panel, config, isLocked);
  }

  private adopt(webviewPanel: vscode.WebviewPanel, config: vscode.Uri, isLocked: boolean): ResultsPanel {
    const { context, log } = this.parts;
    const panel = new ResultsPanel(webviewPanel, context.extensionUri, config, isLocked, this.actions(), log);
    panel.onDidDispose(() => {
      this.panels.delete(panel);
      this.tellWhetherLocked();
    });
    panel.onDidChangeViewState(() => this.tellWhetherLocked());
    this.panels.add(panel);
    return panel;
  }

  private actions(): PanelActions {
    const { simulator, studies, answers, comparisons } = this.parts;
    return {
      reveal: (uri, { path }) => void revealPath(simulator, uri, path),
      useValues: (uri, { values }) => void useValues(simulator, uri, values),
      savePicture: (uri, picture) => void savePicture(uri, picture),
      copyText: ({ text }) => void vscode.env.clipboard.writeText(text),
      study: (uri) => void studies.start(uri),
      unpin: (id) => void comparisons.unpin(id),
      command: (panel, command) => this.carryOut(panel, command),
      becameReady: (panel) => void this.showComparison(panel),
      answer: (uri, question, onProgress, signal) => answers.answer(uri, question, { onProgress, signal }),
    };
  }

  private carryOut(panel: ResultsPanel, command: PanelCommand): void {
    const { config } = panel;
    switch (command) {
      case 'simulate':
        void this.run(config);
        return;
      case 'showProblems':
        void vscode.commands.executeCommand('workbench.actions.view.problems');
        return;
      case 'cancelStudy':
        this.parts.studies.cancel(config);
        return;
      case 'pin':
        void this.parts.comparisons.pin(config);
        return;
      case 'lock':
        this.lock(true, panel);
        return;
      case 'unlock':
        this.lock(false, panel);
        return;
      case 'export':
        void vscode.commands.executeCommand('cdma.exportResults', config);
        return;
      case 'exportSweep':
        void vscode.commands.executeCommand('cdma.exportSweep', config);
        return;
    }
  }

  private async run(config: vscode.Uri): Promise<void> {
    const document = await openConfig(config);
    if (document !== undefined) await this.parts.runs.start(document);
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || !isConfig(editor.document)) return;
    const panel = this.follower;
    if (panel !== undefined) this.present(panel, editor.document.uri);
    else if (this.panels.size === 0) this.openBeside(editor.document, 'onOpen');
  }

  private openBeside(document: vscode.TextDocument, occasion: OpenResultsSetting): void {
    if (this.panels.size > 0 || !isConfig(document) || isAboutToBeRestored()) return;
    if (vscode.window.activeTextEditor?.document !== document) return;
    const setting = vscode.workspace
      .getConfiguration('cdma', document)
      .get<OpenResultsSetting>('openResults', 'onSave');
    if (setting === occasion) this.open(document.uri);
  }

  /** Points a panel at a config: at once with what is known, and with a first run where nothing is. */
  private present(panel: ResultsPanel, config: vscode.Uri): void {
    panel.config = config;
    const state = this.parts.runs.get(config);
    panel.show(panelState(config, state));
    if (state === undefined) void this.run(config);
  }

  private tellWhetherLocked(): void {
    const panel = this.activePanel ?? this.follower ?? [...this.panels][0];
    void vscode.commands.executeCommand('setContext', LOCKED, panel?.isLocked ?? false);
  }

  /** Panels go along with their configs, also when a folder above them was renamed. */
  private renamed(oldUri: vscode.Uri, newUri: vscode.Uri): void {
    for (const panel of this.panels) {
      const shown = panel.config;
      if (!isWithin(shown, oldUri)) continue;
      const config = newUri.with({ path: newUri.path + shown.path.slice(oldUri.path.length) });
      void openConfig(config).then((document) => document && this.present(panel, document.uri));
    }
  }

  private deleted(uri: vscode.Uri): void {
    for (const { config } of this.panels) if (isWithin(config, uri)) this.parts.runs.deleted(config);
  }

  private showStudy({ uri, status, study }: StudyState): void {
    const document = uri.toString();
    for (const panel of this.showing(uri)) panel.post({ type: 'study', document, status, study });
  }

  private async showComparison(panel: ResultsPanel): Promise<void> {
    const { config } = panel;
    const comparison = await this.parts.comparisons.with(config);
    if (panel.config.toString() === config.toString()) panel.post({ type: 'comparison', ...comparison });
  }

  private refresh(state: ConfigState): void {
    for (const panel of this.showing(state.uri)) {
      panel.show(panelState(state.uri, state));
      if (state.status.kind === 'current') void this.showComparison(panel);
    }
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

function panelState(uri: vscode.Uri, state: ConfigState | undefined): Omit<PanelState, 'isLocked'> {
  const document = { uri: uri.toString(), name: uri.path.slice(uri.path.lastIndexOf('/') + 1) };
  if (state === undefined) return { document, status: { kind: 'running' }, report: null, run: null };
  return { document, status: state.status, report: state.report, run: state.run };
}
