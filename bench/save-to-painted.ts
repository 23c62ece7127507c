/**
 * Latency of the loop edit -> save -> charts and squiggles in the real VS Code: from the save event in the extension
 * host to the painted panel and the painted squiggle. VS Code's own save, before that event, is in the last column.
 *
 * Usage: npm run bench -- save-to-painted [saves]
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startSession } from '../test/vscode-host/session.ts';
import { handOver, judged } from './measurement.ts';

const NETWORKS = ['alexnet', 'overfeat', 'nin', 'vgg16', 'squeezenet', 'googlenet'];
const BUDGET_MEDIAN_MS = 80;
const FILE = 'bench.cdma.json';
const saves = Number(process.argv[2] ?? 20);

const session = await startSession({ name: 'bench', files: ['alexnet.cdma.json'] });
try {
  const { workbench } = session;
  const panel = workbench.webview();
  const shown = (status: string): Promise<void> => panel.content.locator(`body[data-status="${status}"]`).waitFor();
  await shown('current');
  console.log(`From the save event, ${saves} saves per network (budget: median ${BUDGET_MEDIAN_MS} ms)`);
  for (const network of NETWORKS) {
    writeFileSync(path.join(session.folder, FILE), textFor(network, 70));
    const editor = await workbench.openFile(FILE);
    const toPanel: number[] = [];
    const toSquiggle: number[] = [];
    const fromKey: number[] = [];
    for (let save = -2; save < saves; save++) {
      // Every other save brings a warning: a buffer that is too small.
      const warns = save % 2 !== 0;
      await editor.setText(textFor(network, warns ? 2 : 80 + save));
      await shown('stale');
      const squiggle = warns ? workbench.page.evaluate(timeOfSquiggle) : undefined;
      const keyToPainted = await panel.saveToPainted({ selector: 'body[data-status="current"]' });
      const marks = await (await panel.frame()).evaluate(() => ({ ...document.body.dataset }));
      const savedAtMs = Number(marks['requestedAtMs']);
      const squiggleAtMs = await squiggle;
      await editor.tab.and(workbench.page.locator(':not(.dirty)')).waitFor();
      if (!warns) await editor.squiggles('warning').first().waitFor({ state: 'detached' });
      if (save < 0) continue; // warming up
      toPanel.push(Number(marks['paintedAtMs']) - savedAtMs);
      fromKey.push(keyToPainted);
      if (squiggleAtMs !== undefined) toSquiggle.push(squiggleAtMs - savedAtMs);
    }
    console.log(
      `  ${network.padEnd(10)} panel ${describe(toPanel)};  squiggle ${describe(toSquiggle)};  panel from Ctrl+S ${describe(fromKey)}`,
    );
    handOverMedian(`${network}, panel`, toPanel);
    handOverMedian(`${network}, squiggle`, toSquiggle);
  }
} finally {
  await session.stop();
}

/** Runs in the page: epoch milliseconds after the frame that first shows a warning's squiggle. */
function timeOfSquiggle(): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.querySelector('.view-overlays .squiggly-warning') === null) {
        requestAnimationFrame(look);
        return;
      }
      // A message posted in an animation frame arrives after that frame has been painted.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
      channel.port2.postMessage(undefined);
    };
    look();
  });
}

function handOverMedian(name: string, milliseconds: readonly number[]): void {
  const budget = { of: 'value', bound: 'at most', limit: BUDGET_MEDIAN_MS } as const;
  const value = quantile(milliseconds, 0.5);
  handOver(judged({ name, value, unit: 'ms', budget, rounds: milliseconds.length }));
}

function textFor(network: string, bufferKilobytes: number): string {
  return `${JSON.stringify({ dma: { buffer: `${bufferKilobytes} KB` }, workload: { network } }, null, 2)}\n`;
}

function describe(milliseconds: readonly number[]): string {
  return `median ${quantile(milliseconds, 0.5).toFixed(0)} ms, p95 ${quantile(milliseconds, 0.95).toFixed(0)} ms`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
