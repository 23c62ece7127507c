import * as vscode from 'vscode';
import { say } from '../src/words.ts';
import { isConfig } from './configs.ts';
import { gainOverVdnn } from './headline.ts';
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
    const { text, tooltip } = describe(state);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: tooltip, role: 'button' };
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

function describe(state: ConfigState): { text: string; tooltip: string } {
  const { status, report } = state;
  switch (status.kind) {
    case 'running':
      return { text: '$(sync~spin) cDMA', tooltip: say`cDMA: simulating` };
    case 'problems':
      return { text: '$(warning) cDMA', tooltip: say`cDMA: ${status.first}` };
    case 'failed':
      return { text: '$(error) cDMA', tooltip: say`cDMA: ${status.message}` };
    case 'stale':
      return { text: '$(history) cDMA', tooltip: say`cDMA: the text has changed since the last simulation` };
    case 'current': {
      if (report === null) return { text: 'cDMA', tooltip: 'cDMA' };
      const ratio = `${report.totals.compressionRatio.toFixed(2)}x`;
      const gain = gainOverVdnn(report);
      const time = (state.simulatorMs ?? 0).toFixed(0);
      return {
        text: `$(graph) ${report.config.resolved.dma.codec.toUpperCase()} ${ratio} · ${gain}`,
        tooltip: say`cDMA: valid, simulated in ${time} ms. Compression ratio ${ratio}, speed ${gain} against vDNN. ${report.bottleneck.sentence}`,
      };
    }
  }
}
