/** The packaged extension in the web worker of a browser, where there are neither processes nor a disk. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Session, startSession } from '../vscode-host/session.ts';
import { IN_BROWSER } from '../vscode-host/settings.ts';
import type { Workbench } from '../vscode-host/workbench.ts';

const FILE = 'dram-bound.cdma.json';

let session: Session;
let workbench: Workbench;

before(async () => {
  session = await startSession({ name: 'web-host', files: [FILE], settings: IN_BROWSER });
  workbench = session.workbench;
});

after(async () => {
  await session?.stop();
});

test('a config in a browser: charts beside it, a warning that its quick fix clears, on a worker', async () => {
  const panel = workbench.webview().content;
  await panel.locator('body[data-status="current"]').waitFor();
  const editor = workbench.editor(FILE);
  await editor.squiggles('warning').first().waitFor();
  await workbench.screenshot(path.join(session.artifacts, 'charts.png'));
  await editor.quickFix('"150 GB/s"', 'Set gpu.dramBandwidth to');
  await editor.save();
  await editor.squiggles('warning').first().waitFor({ state: 'detached' });
  await panel.locator('body[data-status="current"]').waitFor();
  const workers = workbench.page.workers().map((worker) => worker.url());
  assert.ok(
    workers.some((url) => url.startsWith('blob:')),
    workers.join('\n'),
  );
});
