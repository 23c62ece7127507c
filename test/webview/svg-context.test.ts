/** What is written as SVG looks as it does on a canvas, in a real Chromium. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../vscode-host/browser.ts';
import type { Comparison } from './svg-comparison.ts';

const PAGE = fileURLToPath(new URL('svg-comparison.ts', import.meta.url));

/** Mean difference of a channel, of 255. Edges of letters and of curves are smoothed in slightly different ways. */
const MOST_DIFFERENT = 0.8;

let browser: Browser;
let page: Page;

before(async () => {
  const { outputFiles } = await build({
    entryPoints: [PAGE],
    bundle: true,
    format: 'iife',
    target: 'chrome128',
    write: false,
    logLevel: 'error',
  });
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
});

after(() => browser.close());

for (const name of ['shapes', 'clips', 'texts', 'patterns', 'bars', 'curves']) {
  test(`${name} look the same as on a canvas`, async () => {
    const { difference, inked } = await page.evaluate<Comparison>(`compare('${name}')`);
    // An empty picture would equal an empty picture.
    assert.ok(inked > 2, `mean ink ${inked}`);
    assert.ok(difference < MOST_DIFFERENT, `mean difference ${difference}`);
  });
}
