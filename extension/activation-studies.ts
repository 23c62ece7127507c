import * as vscode from 'vscode';
import type { StudyStatus } from '../protocol/messages.ts';
import type { ActivationStudy, FeatureMaps } from '../src/activations/activation-study.ts';
import type { ConfigState, Runs } from './runs.ts';
import type { SimulatorThread } from './simulator-thread.ts';

/** A study shorter than this is not announced. */
const ANNOUNCE_STUDY_AFTER_MS = 100;
/** At most this often is progress worth a message to the page. */
const PROGRESS_INTERVAL_MS = 100;

/** What is known of the activations of one config. */
export interface StudyState {
  uri: vscode.Uri;
  status: StudyStatus;
  /** The last one; kept while a newer is made. */
  study: ActivationStudy | null;
}

interface Entry extends StudyState {
  current: AbortController | undefined;
}

/**
 * Studies of the activations that open configs name. They take seconds, so they are made only for a config that was asked
 * about, on a thread of their own that no simulation waits for; and again whenever that config was simulated anew.
 */
export class ActivationStudies implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly changed = new vscode.EventEmitter<StudyState>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly thread: SimulatorThread,
    runs: Runs,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = [
      this.changed,
      runs.onDidChange((state) => this.simulated(state)),
      runs.onDidClose((uri) => this.forget(uri)),
    ];
  }

  /** Makes the study of the present text of a config, in place of any still going on. */
  async start(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const entry = this.entries.get(key) ?? { uri, status: RUNNING, study: null, current: undefined };
    this.entries.set(key, entry);
    entry.current?.abort();
    const controller = new AbortController();
    entry.current = controller;
    // One that is remembered comes before anyone could read that it is being made.
    const announcement = setTimeout(() => {
      if (entry.current === controller) this.update(entry, { status: RUNNING });
    }, ANNOUNCE_STUDY_AFTER_MS);
    const text = await textOf(uri);
    if (entry.current !== controller) return;
    if (text === undefined) return this.forget(uri);
    let reportedAtMs = 0;
    const result = await this.thread.study(key, text, controller.signal, (done, total) => {
      if (entry.current !== controller || Date.now() - reportedAtMs < PROGRESS_INTERVAL_MS) return;
      reportedAtMs = Date.now();
      this.update(entry, { status: { kind: 'running', done, total } });
    });
    clearTimeout(announcement);
    if (entry.current !== controller) return;
    entry.current = undefined;
    switch (result.type) {
      case 'cancelled':
        return;
      case 'failed':
        this.log.error(`${key}: ${result.message}\n${result.stack}`);
        this.update(entry, { status: { kind: 'failed', message: result.message } });
        return;
      case 'studied':
        if ('message' in result.result)
          this.update(entry, { status: { kind: 'failed', message: result.result.message } });
        else {
          const { study, problems } = result.result;
          this.update(entry, { status: { kind: 'current', problems }, study });
        }
    }
  }

  /** Ends a study that is still being made. */
  cancel(uri: vscode.Uri): void {
    const entry = this.entries.get(uri.toString());
    if (entry?.current === undefined) return;
    entry.current.abort();
    entry.current = undefined;
    this.update(entry, { status: { kind: 'cancelled' } });
  }

  /** The zeros of one image's maps of a layer over training. */
  async featureMaps(uri: vscode.Uri, layer: string, image: number): Promise<readonly FeatureMaps[]> {
    const text = await textOf(uri);
    return text === undefined ? [] : this.thread.featureMaps(uri.toString(), text, layer, image);
  }

  dispose(): void {
    for (const { current } of this.entries.values()) current?.abort();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private simulated({ uri, status }: ConfigState): void {
    if (status.kind === 'current' && this.entries.has(uri.toString())) void this.start(uri);
  }

  private forget(uri: vscode.Uri): void {
    this.entries.get(uri.toString())?.current?.abort();
    this.entries.delete(uri.toString());
  }

  private update(entry: Entry, change: Partial<StudyState>): void {
    Object.assign(entry, change);
    this.changed.fire(entry);
  }
}

const RUNNING: StudyStatus = { kind: 'running', done: 0, total: 0 };

/** Of an open config, or of a file; undefined where it was removed. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText();
  } catch {
    return undefined;
  }
}
