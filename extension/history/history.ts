import * as vscode from 'vscode';
import { type RecordedResult, recordedPart } from '../../src/report/recorded-result.ts';
import type { Report } from '../../src/report/report.ts';
import { headline } from '../headline.ts';
import type { ConfigState, Runs } from '../runs.ts';
import { HistoryFiles, type RecordedRun } from './history-files.ts';
import { type HistoryEntry, RunHistory } from './run-history.ts';

/** So long must no run have ended. */
const QUIET_MS = 1000;

/**
 * Remembers every run that gave another result than the one before of the same config, across restarts of the editor. Nothing
 * is written before a moment of quiet, so that painting and typing never wait for it. What is shown and compared are entries
 * of it. The files are the truth, which other windows may change too: every change is made to what they say at that moment,
 * and written at once.
 */
export class History implements vscode.Disposable {
  private readonly files: HistoryFiles;
  private readonly runs = new RunHistory();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  /** Runs that are to be remembered when it is quiet, oldest first. */
  private fresh: (() => Promise<void>)[] = [];
  private quiet: ReturnType<typeof setTimeout> | undefined;

  readonly onDidChange = this.changed.event;

  constructor(
    context: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>,
    runs: Pick<Runs, 'onDidChange'>,
    log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {
    const storage = context.storageUri ?? context.globalStorageUri;
    this.files = new HistoryFiles(vscode.Uri.joinPath(storage, 'history'), log);
    this.subscriptions = [
      this.changed,
      runs.onDidChange((state) => this.ran(state)),
      vscode.workspace.onDidRenameFiles(({ files }) => void this.renamed(files)),
    ];
    void this.files.inTurn(() => this.read());
  }

  /** As they were when last read or changed; newest first. */
  get entries(): readonly HistoryEntry[] {
    return this.runs.entries;
  }

  /** The last run of a config that is remembered. */
  async latestOf(config: vscode.Uri): Promise<HistoryEntry | undefined> {
    await this.settle();
    return this.files.inTurn(async () => this.runs.latestOf(config.toString()));
  }

  /** An entry with its result; undefined where its file is gone. */
  async recorded(id: string): Promise<{ entry: HistoryEntry; result: RecordedResult } | undefined> {
    const found = await this.find(id);
    return found && { entry: found.entry, result: found.run.result };
  }

  /** An entry with the text of its config; undefined where its file is gone. */
  async textOf(id: string): Promise<{ entry: HistoryEntry; text: string } | undefined> {
    const found = await this.find(id);
    return found && { entry: found.entry, text: found.run.text };
  }

  change(ids: readonly string[], change: Partial<Pick<HistoryEntry, 'name' | 'starred'>>): Promise<void> {
    return this.update(async () => {
      this.runs.change(ids, change);
      return true;
    });
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.update(async () => {
      // First the files: an entry without one is gone, for every window.
      await this.files.removeRuns(ids);
      this.runs.remove(ids);
      return true;
    });
  }

  dispose(): void {
    void this.settle();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private ran({ uri, status, report, text, run }: ConfigState): void {
    if (status.kind !== 'current' || report === null || text === null || run === null) return;
    this.fresh.push(() => this.record(uri, report, text, run.requestedAtMs));
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => void this.settle(), QUIET_MS);
  }

  /** Remembers now what has run. */
  private async settle(): Promise<void> {
    clearTimeout(this.quiet);
    const runs = this.fresh;
    this.fresh = [];
    for (const record of runs) await record();
  }

  private record(uri: vscode.Uri, report: Report, text: string, ranAtMs: number): Promise<void> {
    return this.update(async () => {
      const { hash } = report.config;
      const added = this.runs.add({ uri: uri.toString(), hash, headline: headline(report), ranAtMs });
      if (added === undefined) return false;
      await this.files.writeRun(added.entry.id, { text, result: recordedPart(report) });
      await this.files.removeRuns(added.forgotten);
      return true;
    });
  }

  private renamed(files: vscode.FileRenameEvent['files']): Promise<void> {
    return this.update(async () => {
      const changes = files.map(({ oldUri, newUri }) => this.runs.renamed(oldUri.toString(), newUri.toString()));
      return changes.includes(true);
    });
  }

  private find(id: string): Promise<{ entry: HistoryEntry; run: RecordedRun } | undefined> {
    return this.files.inTurn(async () => {
      const entry = this.runs.get(id);
      const run = entry && (await this.files.readRun(id));
      // Another window may have deleted it.
      if (entry !== undefined && run === undefined) await this.read();
      return entry && run && { entry, run };
    });
  }

  /** Makes a change to what the files say now, and writes it if there was one. */
  private async update(change: () => Promise<boolean>): Promise<void> {
    await this.files.inTurn(async () => {
      await this.read();
      if (await change()) await this.files.writeIndex(this.runs.entries);
    });
    this.changed.fire();
  }

  private async read(): Promise<void> {
    this.runs.merge(await this.files.readIndex(), await this.files.runIds());
    this.changed.fire();
  }
}
