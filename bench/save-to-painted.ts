/**
 * Latency of the loop edit -> save -> charts and squiggles, in the real VS Code: from the save event in the extension
 * host to the painted panel. VS Code's own save, before the event, is printed beside it.
 *
 * Usage: npm run bench [-- saves]
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startSession } from '../test/vscode-host/session.ts';

const NETWORKS = ['alexnet', 'overfeat', 'nin', 'vgg16', 'squeezenet', 'googlenet'];
const BUDGET_MEDIAN_MS = 80;
const saves = Number(process.argv[2] ?? 15);
const FILE = 'bench.cdma.json';

const session = await startSession({ name: 'bench', files: ['alexnet.cdma.json'] });
try {
  const { workbench } = session;
  const panel = workbench.webview();
  await panel.content.locator('body[data-status="current"]').waitFor();
  console.log(`Save event to painted panel, ${saves} saves per network (budget: median ${BUDGET_MEDIAN_MS} ms)`);
  for (const network of NETWORKS) {
    writeFileSync(path.join(session.folder, FILE), textFor(network, 70));
    const editor = await workbench.openFile(FILE);
    await editor.setText(textFor(network, 71));
    await editor.save();
    await panel.content.locator('body[data-status="current"]').waitFor();
    const fromEvent: number[] = [];
    const fromKey: number[] = [];
    const inPanel: number[] = [];
    for (let i = 0; i < saves; i++) {
      await editor.setText(textFor(network, 80 + i));
      await panel.content.locator('body[data-status="stale"]').waitFor();
      fromKey.push(await panel.saveToPainted({ selector: 'body[data-status="current"]' }));
      const frame = await panel.frame();
      const painted = await frame.evaluate(() => ({
        at: Number(document.body.dataset['paintedAtMs']),
        savedAt: Number(document.body.dataset['requestedAtMs']),
        receivedAt: Number(document.body.dataset['receivedAtMs']),
      }));
      fromEvent.push(painted.at - painted.savedAt);
      inPanel.push(painted.at - painted.receivedAt);
      await editor.tab.and(workbench.page.locator(':not(.dirty)')).waitFor();
    }
    const report = (values: number[]): string => `median ${quantile(values, 0.5)} ms, p95 ${quantile(values, 0.95)} ms`;
    console.log(
      `  ${network.padEnd(10)} save event -> painted: ${report(fromEvent)};  of it in the panel: ${report(inPanel)};  Ctrl+S -> painted: ${report(fromKey)}`,
    );
  }
} finally {
  await session.stop();
}

function textFor(network: string, bufferKilobytes: number): string {
  return `${JSON.stringify({ dma: { buffer: `${bufferKilobytes} KB` }, workload: { network } }, null, 2)}\n`;
}

function quantile(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(0);
}
