import * as vscode from 'vscode';
import { isConfig } from './configs.ts';
import type { ConfigState, Runs } from './runs.ts';

/** One status bar item for the active config: its headline, or what it waits for. A click opens the results. */
export function showStatusItem(runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('cdma.status', vscode.StatusBarAlignment.Right, 100);
  item.name = 'cDMA';
  item.command = 'cdma.openResults';
  const refresh = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const state = document && isConfig(document) ? runs.get(document.uri) : undefined;
    if (state === undefined) {
      item.hide();
      return;
    }
    Object.assign(item, describe(state));
    item.show();
  };
  refresh();
  return vscode.Disposable.from(
    item,
    runs.onDidChange(refresh),
    runs.onDidClose(refresh),
    vscode.window.onDidChangeActiveTextEditor(refresh),
  );
}

function describe({ status, report }: ConfigState): { text: string; tooltip: string } {
  switch (status.kind) {
    case 'running':
      return { text: '$(sync~spin) cDMA', tooltip: 'cDMA: simulating' };
    case 'problems':
      return { text: '$(warning) cDMA', tooltip: `cDMA: ${status.first}` };
    case 'failed':
      return { text: '$(error) cDMA', tooltip: `cDMA: ${status.message}` };
    case 'stale':
      return { text: '$(history) cDMA', tooltip: 'cDMA: the text has changed since the last simulation' };
    case 'current': {
      if (report === null) return { text: 'cDMA', tooltip: 'cDMA' };
      const ratio = `${report.totals.compressionRatio.toFixed(2)}x`;
      const percent = (report.speedupOverVdnn - 1) * 100;
      const gain = `${percent < 0 ? '' : '+'}${percent.toFixed(0)} %`;
      const codec = report.config.resolved.dma.codec.toUpperCase();
      return {
        text: `$(graph) ${codec} ${ratio} · ${gain}`,
        tooltip: `cDMA: compression ratio ${ratio}, speed ${gain} against vDNN. ${report.bottleneck.sentence}`,
      };
    }
  }
}
