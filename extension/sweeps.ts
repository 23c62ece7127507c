import * as vscode from 'vscode';
import type { ShownSweep } from '../src/exploration/shown-sweep.ts';
import type { LocatedFinding } from '../src/findings/finding.ts';
import { say } from '../src/words.ts';
import { openConfig } from './configs.ts';
import { toDiagnostic } from './editing/diagnostics.ts';
import type { AskOptions, SimulatorThread } from './simulator-thread.ts';

/** The last sweep of a config, as long as its text is the same. */
interface Kept {
  shown: ShownSweep;
  version: number;
}

/**
 * Runs sweeps, one per config at a time, and keeps the last of each, so that a page that was hidden finds it again. What is
 * worth telling about a sweep stands in the text until the text changes.
 */
export class Sweeps implements vscode.Disposable {
  private readonly kept = new Map<string, Kept>();
  private readonly findings = vscode.languages.createDiagnosticCollection('cdma.sweep');
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly exploring: SimulatorThread,
    private readonly extensionUri: vscode.Uri,
  ) {
    this.subscriptions = [
      this.findings,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.findings.delete(document.uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
    ];
  }

  /** Runs the sweep of the config's present text. Rejects with a sentence for the user. */
  async run(config: vscode.Uri, options: AskOptions): Promise<ShownSweep> {
    const document = await openConfig(config);
    if (document === undefined) throw new Error(say`The file was deleted.`);
    const { version } = document;
    const asked = { type: 'sweep', uri: config.toString(), text: document.getText() } as const;
    const { shown, findings } = await this.exploring.require('swept', asked, options);
    if (shown === undefined) {
      const first = findings.find(({ severity }) => severity === 'error')?.message;
      throw new Error(first ?? say`This config has no sweep: write "explore".`);
    }
    this.kept.set(config.toString(), { shown, version });
    if (document.version === version) this.tell(config, findings);
    return shown;
  }

  /** The last sweep of a config, and whether it is of the present text. */
  last(config: vscode.Uri): { shown: ShownSweep; isCurrent: boolean } | undefined {
    const kept = this.kept.get(config.toString());
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === config.toString());
    return kept && { shown: kept.shown, isCurrent: document?.version === kept.version };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Only what the sweep has found out: the rest is told anyway. */
  private tell(config: vscode.Uri, findings: readonly LocatedFinding[]): void {
    const severities = vscode.workspace.getConfiguration('cdma', config).get('diagnostics.severity', {});
    const own = findings.filter(({ code }) => OF_SWEEPS.has(code));
    this.findings.set(
      config,
      own.flatMap((finding) => toDiagnostic(finding, severities, this.extensionUri) ?? []),
    );
  }

  private forget(config: vscode.Uri): void {
    this.kept.delete(config.toString());
    this.findings.delete(config);
  }
}

/** Findings that only a sweep that has run can have. */
const OF_SWEEPS = new Set(['explore-edge', 'explore-no-effect', 'explore-few-feasible', 'explore-not-converged']);
