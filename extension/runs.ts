import * as vscode from 'vscode';
import type { PanelState, PanelStatus } from '../protocol/messages.ts';
import type { LocatedFinding } from '../src/findings/finding.ts';
import type { Report } from '../src/report/report.ts';
import type { RunOutcome } from '../src/run.ts';
import { say } from '../src/words.ts';
import { isConfig, type SimulateSetting } from './configs.ts';
import type { RunResult, SimulatorThread } from './simulator-thread.ts';
import { onDidChangeConfinement } from './threads/confinement.ts';

/** A run shorter than this is not announced: the result is there before anyone could read the announcement. */
const ANNOUNCE_RUN_AFTER_MS = 100;
/** Quiet time after an edit before a run on type. */
const TYPING_PAUSE_MS = 150;

/** What is known of one open config. Findings and budgets are those of the text as it was last simulated. */
export interface ConfigState {
  uri: vscode.Uri;
  status: PanelStatus;
  report: Report | null;
  run: PanelState['run'];
  /** The text that `report` is of. */
  text: string | null;
  findings: readonly LocatedFinding[];
  expectations: RunOutcome['expectations'];
  declaresSchema: boolean;
  /** Files besides the config that the last run read. */
  dependencies: readonly string[];
  /** On the simulator's own clock; null before the first run. */
  simulatorMs: number | null;
}

interface Entry extends ConfigState {
  /** The run in progress. */
  current: AbortController | undefined;
  /** Asked for while another run was in progress; only the last one counts. */
  next: (() => void) | undefined;
  typingTimer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Runs the simulator for open configs and keeps the last result of each. One run per config at a time: a newer one
 * cancels the older and waits until it has ended, so that however fast texts come no more than one is under way. An
 * answer for a text that has changed since is kept as an old one.
 */
export class Runs implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly changed = new vscode.EventEmitter<ConfigState>();
  private readonly closed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];
  private runs = 0;

  /** A run started or ended, or the text left the result behind. */
  readonly onDidChange = this.changed.event;
  /** The config was closed; what was known of it is gone. */
  readonly onDidClose = this.closed.event;

  constructor(
    private readonly simulator: SimulatorThread,
    private readonly log: vscode.LogOutputChannel,
  ) {
    // Files that configs read may also be written by other programs.
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.{json,npy,npz,safetensors}');
    this.subscriptions = [
      watcher,
      watcher.onDidChange((uri) => this.dependencyChanged(uri)),
      watcher.onDidCreate((uri) => this.dependencyChanged(uri)),
      watcher.onDidDelete((uri) => this.dependencyChanged(uri)),
      this.changed,
      this.closed,
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.edited(event)),
      vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      // After the simulator, which now reads files from other places, too.
      onDidChangeConfinement(() => this.startAll()),
    ];
    this.startAll();
  }

  get(uri: vscode.Uri): ConfigState | undefined {
    return this.entries.get(uri.toString());
  }

  /** Every open config. */
  all(): ConfigState[] {
    return [...this.entries.values()];
  }

  /** Findings of the text as it is now: those of the last run if it was of this text, else what needs no simulation. */
  async findingsOf(document: vscode.TextDocument): Promise<readonly LocatedFinding[]> {
    const state = this.get(document.uri);
    if (state?.status.kind === 'current' || state?.status.kind === 'problems') return state.findings;
    const { version } = document;
    const question = { type: 'validate', uri: document.uri.toString(), text: document.getText() } as const;
    const answer = await this.simulator.answerTo('validated', question);
    return document.version === version ? (answer?.findings ?? []) : [];
  }

  /** Simulates the present text of a config, in place of any run of it still going on. */
  async start(document: vscode.TextDocument, requestedAtMs = Date.now()): Promise<void> {
    const entry = this.entry(document);
    clearTimeout(entry.typingTimer);
    if (entry.current !== undefined) {
      entry.current.abort();
      entry.next = () => void this.start(document, requestedAtMs);
      return;
    }
    const controller = new AbortController();
    const { version } = document;
    const text = document.getText();
    entry.current = controller;
    const id = ++this.runs;
    this.log.debug(`run ${id}: ${document.uri.toString()}, version ${version}`);
    const announcement = setTimeout(() => {
      if (entry.current === controller) this.update(entry, { status: { kind: 'running' } });
    }, ANNOUNCE_RUN_AFTER_MS);
    const result = await this.simulator.run(document.uri.toString(), text, controller.signal);
    clearTimeout(announcement);
    entry.current = undefined;
    const { next } = entry;
    entry.next = undefined;
    if (this.entries.get(document.uri.toString()) !== entry) return;
    if (next === undefined)
      this.finish(entry, result, document.version === version, { id, requestedAtMs, version, text });
    else next();
  }

  /** The file is gone while its text is still open: what is known of it stays, marked. */
  deleted(uri: vscode.Uri): void {
    const entry = this.entries.get(uri.toString());
    if (entry === undefined) return;
    this.stop(entry);
    this.update(entry, { status: { kind: 'failed', message: say`The file was deleted.` } });
  }

  dispose(): void {
    for (const entry of this.entries.values()) this.stop(entry);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private finish(
    entry: Entry,
    result: RunResult,
    textIsUnchanged: boolean,
    { id, requestedAtMs, version, text }: { id: number; requestedAtMs: number; version: number; text: string },
  ): void {
    switch (result.type) {
      case 'cancelled':
        return;
      case 'failed':
        this.log.error(`run ${id}: ${result.message}\n${result.stack}`);
        this.update(entry, { status: { kind: 'failed', message: result.message } });
        return;
      case 'ran': {
        const { report, findings, expectations, declaresSchema } = result.outcome;
        // VS Code escapes more characters than others do: names are compared in its spelling.
        const dependencies = result.outcome.dependencies.map((uri) => vscode.Uri.parse(uri).toString());
        this.log.info(`run ${id}: ${findings.length} findings in ${result.durationMs.toFixed(1)} ms`);
        const run = { durationMs: result.durationMs, requestedAtMs, version };
        const known = { dependencies, simulatorMs: result.durationMs, ...(report && { report, run, text }) };
        if (!textIsUnchanged) {
          // Ranges of an older text would mark the wrong characters; the figures are still worth keeping.
          this.update(entry, { status: { kind: 'stale' }, ...known });
          return;
        }
        const errors = findings.filter((finding) => finding.severity === 'error');
        const status: PanelStatus =
          report === null
            ? { kind: 'problems', count: errors.length, first: errors[0]?.message ?? '' }
            : { kind: 'current' };
        this.update(entry, { status, findings, expectations, declaresSchema, ...known });
      }
    }
  }

  private startAll(): void {
    for (const document of vscode.workspace.textDocuments) this.opened(document);
  }

  private opened(document: vscode.TextDocument): void {
    if (isConfig(document) && this.setting(document) !== 'manual') void this.start(document);
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (!isConfig(document) || contentChanges.length === 0) return;
    const entry = this.entry(document);
    if (entry.status.kind === 'current' || entry.status.kind === 'problems')
      this.update(entry, { status: { kind: 'stale' } });
    if (this.setting(document) !== 'onType') return;
    clearTimeout(entry.typingTimer);
    entry.typingTimer = setTimeout(() => void this.start(document), TYPING_PAUSE_MS);
  }

  private saved(document: vscode.TextDocument): void {
    const requestedAtMs = Date.now();
    if (isConfig(document) && this.setting(document) !== 'manual') void this.start(document, requestedAtMs);
    this.dependencyChanged(document.uri, requestedAtMs);
  }

  /** A base, manifest or tensor has changed: what was simulated with it is out of date. */
  private dependencyChanged(uri: vscode.Uri, requestedAtMs = Date.now()): void {
    for (const entry of [...this.entries.values()]) {
      if (!entry.dependencies.includes(uri.toString())) continue;
      const dependent = vscode.workspace.textDocuments.find((open) => open.uri.toString() === entry.uri.toString());
      if (dependent === undefined) continue;
      if (this.setting(dependent) === 'manual') this.update(entry, { status: { kind: 'stale' } });
      else void this.start(dependent, requestedAtMs);
    }
  }

  private forget(document: vscode.TextDocument): void {
    const entry = this.entries.get(document.uri.toString());
    if (entry === undefined) return;
    this.stop(entry);
    this.entries.delete(document.uri.toString());
    this.closed.fire(document.uri);
  }

  private stop(entry: Entry): void {
    clearTimeout(entry.typingTimer);
    entry.next = undefined;
    entry.current?.abort();
  }

  private entry(document: vscode.TextDocument): Entry {
    const key = document.uri.toString();
    let entry = this.entries.get(key);
    if (entry === undefined) {
      entry = {
        uri: document.uri,
        status: { kind: 'running' },
        report: null,
        run: null,
        text: null,
        findings: [],
        expectations: [],
        declaresSchema: false,
        dependencies: [],
        simulatorMs: null,
        current: undefined,
        next: undefined,
        typingTimer: undefined,
      };
      this.entries.set(key, entry);
    }
    return entry;
  }

  private update(entry: Entry, change: Partial<ConfigState>): void {
    Object.assign(entry, change);
    this.changed.fire(entry);
  }

  private setting(document: vscode.TextDocument): SimulateSetting {
    return vscode.workspace.getConfiguration('cdma', document).get<SimulateSetting>('simulate', 'onSave');
  }
}
