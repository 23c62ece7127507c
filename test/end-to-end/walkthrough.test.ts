/** A person who has never seen the tool: from an empty folder to the first chart, by the walkthrough alone. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { PROJECT_ROOT } from '../vscode-host/profile.ts';
import { SharedWindow } from './shared-window.ts';

const MINUTE_MS = 60_000;
const TITLE = 'Get started with cDMA Explorer';

const vscode = new SharedWindow({
  name: 'walkthrough',
  folder: path.join(PROJECT_ROOT, 'test', 'fixtures', 'empty-folder'),
});
test('a window opens', () => vscode.open());

test('the walkthrough has four steps, each with a picture in the colours of the theme', async () => {
  await vscode.workbench.command('Welcome: Open Walkthrough...');
  await vscode.workbench.choose(TITLE);
  const page = vscode.workbench.page.locator('.gettingStartedContainer');
  await page.getByText('Make a config').first().waitFor();
  const steps = page.locator('.getting-started-step');
  assert.equal(await steps.count(), 4);
  for (const [index, name] of ['config', 'edit', 'results', 'decide'].entries()) {
    await steps.nth(index).locator('.step-title').click();
    await vscode.workbench.page
      .locator('.gettingStartedContainer .getting-started-media iframe, .getting-started-media svg')
      .first()
      .waitFor();
    await vscode.picture(`step-${index + 1}-${name}`);
  }
});

test('its first button leads to charts in less than a minute', async () => {
  const startedAtMs = Date.now();
  const page = vscode.workbench.page.locator('.gettingStartedContainer');
  await page.locator('.getting-started-step .step-title').first().click();
  await page.getByText('Titan Xp on PCIe 3').click();
  const panel = vscode.workbench.webview().content;
  await panel.locator('body[data-status="current"]').waitFor();
  await panel.locator('canvas[role="img"]:visible').first().waitFor();
  assert.ok(Date.now() - startedAtMs < MINUTE_MS);
  await vscode.picture('first-chart');
});

test('its samples lead to a warning, and the light bulb mends it', async () => {
  await vscode.workbench.command('cDMA: Add Sample Configs to Workspace');
  const editor = await vscode.workbench.editor('cdma-samples/dram-bound.cdma.json').shown();
  await editor.squiggles('warning').first().waitFor();
  await editor.quickFix('"150 GB/s"', 'Set gpu.dramBandwidth to');
  await editor.save();
  await editor.squiggles('warning').first().waitFor({ state: 'detached' });
});
