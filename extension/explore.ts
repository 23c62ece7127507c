import * as vscode from 'vscode';
import type { ExplorationResult } from '../src/explore.ts';
import { say } from '../src/words.ts';
import type { SimulatorThread } from './simulator-thread.ts';

/** Runs the sweep of a config, with progress that can be cancelled, and opens its points as comma-separated values. */
export async function exploreConfig(exploring: SimulatorThread, document: vscode.TextDocument): Promise<void> {
  const progress = { location: vscode.ProgressLocation.Notification, title: say`Exploring`, cancellable: true };
  const answer = await vscode.window.withProgress(progress, (report, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    let shown = 0;
    return exploring.explore(document.uri.toString(), document.getText(), controller.signal, (done, total) => {
      const percent = Math.floor((100 * done) / total);
      if (percent === shown) return;
      report.report({ increment: percent - shown, message: say`${done} of ${total} points` });
      shown = percent;
    });
  });
  if (answer === undefined) return;
  if (answer.result === undefined) {
    const first = answer.findings.find(({ severity }) => severity === 'error')?.message;
    void vscode.window.showInformationMessage(first ?? say`This config has no sweep: write "explore".`);
    return;
  }
  const table = await vscode.workspace.openTextDocument({ content: toCsv(answer.result) });
  await vscode.window.showTextDocument(table, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}

/** Every point with its parameters and metrics in SI units; where it comes from stands first. */
function toCsv({ points, config }: ExplorationResult): string {
  const [first] = points;
  const parameters = Object.keys(first?.parameters ?? {});
  const metrics = Object.keys(first?.metrics ?? {});
  const rows = points.map(({ id, parameters: values, metrics: figures, feasible }) => [
    id,
    ...parameters.map((key) => values[key]),
    ...metrics.map((key) => figures?.[key as keyof typeof figures] ?? ''),
    feasible,
  ]);
  const lines = [['point', ...parameters, ...metrics, 'feasible'], ...rows].map((row) => row.join(','));
  return `# ${config.name}, config ${config.hash}, SI units\n${lines.join('\n')}\n`;
}
