import * as vscode from 'vscode';
import { say } from '../../src/words.ts';
import { isConfig } from '../configs.ts';
import { headline } from '../headline.ts';
import type { Runs } from '../runs.ts';
import type { SimulatorThread } from '../simulator-thread.ts';
import { askAbout } from './ask.ts';

/** Above a config: what it gives, and a click that simulates it; above its budgets: how many are met. */
export class ResultLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly runs: Runs,
    private readonly exploring: SimulatorThread,
  ) {
    this.subscription = vscode.Disposable.from(
      runs.onDidChange(() => this.changed.fire()),
      runs.onDidClose(() => this.changed.fire()),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!isConfig(document)) return [];
    const top = new vscode.Range(firstBrace(document), firstBrace(document));
    return [
      new vscode.CodeLens(top, {
        command: 'cdma.simulate',
        title: `$(play)\u00a0${this.title(document)}`,
        arguments: [document.uri],
        tooltip: say`Simulate this text now`,
      }),
      new vscode.CodeLens(top, {
        command: 'cdma.openResults',
        title: `$(graph)\u00a0${say`Results`}`,
        arguments: [document.uri],
        tooltip: say`Open the charts beside the config`,
      }),
      ...this.budgets(document),
      ...(await this.sweep(document, token)),
    ];
  }

  /** Above a sweep: how many points it has, how many are dropped, and about how long it takes. */
  private async sweep(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    // Most configs have none: then nothing is asked.
    if (!document.getText().includes('"explore"')) return [];
    const answer = await askAbout(this.exploring, document, token, 'previewed', { type: 'preview' });
    if (answer?.preview === undefined) return [];
    const { points, dropped, isExact, millisecondsPerPoint } = answer.preview;
    const time = describeTime((points * millisecondsPerPoint) / 1000);
    const count = points.toLocaleString('en');
    const title = isExact
      ? say`${count} points, ${dropped.toLocaleString('en')} dropped, about ${time}`
      : say`${count} points before constraints, about ${time}`;
    const at = new vscode.Position(answer.range.start.line, 0);
    return [
      new vscode.CodeLens(new vscode.Range(at, at), {
        command: 'cdma.explore',
        title: `$(graph-scatter)\u00a0${say`Explore · ${title}`}`,
        arguments: [document.uri],
        tooltip: say`Run the sweep and look at its points`,
      }),
    ];
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private title(document: vscode.TextDocument): string {
    const state = this.runs.get(document.uri);
    switch (state?.status.kind) {
      case undefined:
        return say`Simulate`;
      case 'running':
        return say`Simulating ...`;
      case 'problems':
        return state.status.count === 1 ? say`1 problem` : say`${state.status.count} problems`;
      case 'failed':
        return say`Simulate again`;
      case 'stale':
        return say`Simulate · the text has changed`;
      case 'current':
        return state.report === null ? say`Simulate` : say`Simulate · ${headline(state.report)}`;
    }
  }

  private budgets(document: vscode.TextDocument): vscode.CodeLens[] {
    const state = this.runs.get(document.uri);
    const [first] = state?.expectations ?? [];
    if (state?.status.kind !== 'current' || first === undefined) return [];
    const met = state.expectations.filter((expectation) => expectation.met).length;
    const at = new vscode.Position(first.range.start.line, 0);
    return [
      new vscode.CodeLens(new vscode.Range(at, at), {
        command: 'workbench.view.testing.focus',
        title: `$(beaker)\u00a0${say`${met} of ${state.expectations.length} budgets met`}`,
        tooltip: say`Show them in the Test Explorer`,
      }),
    ];
  }
}

function describeTime(seconds: number): string {
  if (seconds < 1) return say`a second`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** Comments may stand before it. */
function firstBrace(document: vscode.TextDocument): vscode.Position {
  for (let line = 0; line < Math.min(document.lineCount, 50); line++) {
    const { text } = document.lineAt(line);
    const column = text.search(/^\s*\{/);
    if (column >= 0) return new vscode.Position(line, text.indexOf('{'));
  }
  return new vscode.Position(0, 0);
}
