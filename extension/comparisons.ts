import * as vscode from 'vscode';
import type { HostMessageBody } from '../protocol/messages.ts';
import type { Contestant } from '../src/comparison/comparison.ts';
import type { History } from './history/history.ts';
import type { Runs } from './runs.ts';
import type { SimulatorThread } from './simulator-thread.ts';

/** Memento of the workspace: ids of pinned entries of the history. */
const PINS = 'cdma.pins';
/** Six results beside each other, the present one among them. */
const MOST_PINS = 5;

type ComparisonContent = Omit<Extract<HostMessageBody, { type: 'comparison' }>, 'type'>;

/** Results that are pinned, to be held against whatever a panel shows. They are entries of the history, and outlive a reload. */
export class Comparisons implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private pins: readonly string[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly memento: vscode.Memento,
    private readonly runs: Runs,
    private readonly simulator: SimulatorThread,
    private readonly history: History,
  ) {
    this.pins = memento.get<readonly string[]>(PINS, []);
  }

  /** Pins the present result of a config; the oldest pin makes room. */
  async pin(config: vscode.Uri): Promise<void> {
    const entry = await this.history.latestOf(config);
    if (entry !== undefined) await this.setPins([...this.pins.filter((id) => id !== entry.id), entry.id]);
  }

  async unpin(id: string): Promise<void> {
    await this.setPins(this.pins.filter((pin) => pin !== id));
  }

  /** Puts entries of the history in place of what was pinned. */
  async setPins(ids: readonly string[]): Promise<void> {
    this.pins = ids.slice(-MOST_PINS);
    await this.memento.update(PINS, this.pins);
    this.changed.fire();
  }

  /** The present result of a config and what is pinned; nothing to compare without a pin. */
  async with(config: vscode.Uri): Promise<ComparisonContent> {
    const recorded = await Promise.all(this.pins.map((id) => this.history.recorded(id)));
    const pinned = recorded
      .filter((one) => one !== undefined)
      .map(({ entry, result }): Contestant => ({ id: entry.id, name: entry.name ?? nameOf(result), result }));
    if (pinned.length === 0) return { contestants: [], comparison: null, markdown: '', csv: '' };
    const report = this.runs.get(config)?.report ?? null;
    const isPinned = pinned.some(({ result }) => result.config.hash === report?.config.hash);
    const present = report === null || isPinned ? [] : [{ id: '', name: nameOf(report), result: report }];
    const contestants = [...present, ...pinned];
    const answer = await this.simulator.answerTo('compared', { type: 'compare', contestants });
    return {
      contestants,
      comparison: answer?.comparison ?? null,
      markdown: answer?.markdown ?? '',
      csv: answer?.csv ?? '',
    };
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** Configs often share a name while they are being tuned. */
function nameOf({ config }: Contestant['result']): string {
  return `${config.name} · ${config.hash.slice(0, 6)}`;
}
