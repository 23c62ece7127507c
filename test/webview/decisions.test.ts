/** The pictures for deciding over a design space, in a real Chromium. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { DecisionsHarness } from './decisions-harness.ts';
import { answersOfConfig } from './fixture-answers.ts';
import { type DecisionFixture, decisionFixture, ofManyPoints } from './fixture-decisions.ts';
import { medianFrameMs } from './gestures.ts';
import { BRUSH_OF_AXIS } from './swept-points.ts';
import { THEMES, type ThemeName } from './themes.ts';

const PICTURES = fileURLToPath(new URL('../../artifacts/webview/', import.meta.url));

let harness: DecisionsHarness;
let content: DecisionFixture;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  content = decisionFixture((await answersOfConfig()).sweep.columns);
  harness = await DecisionsHarness.start();
});
after(() => harness.close());

const many = (): DecisionFixture => ofManyPoints(content, 100_000);

for (const theme of Object.keys(THEMES) as ThemeName[]) {
  for (const width of [332, 752]) {
    test(`every picture is drawn, ${theme}, ${width} pixels wide`, async () => {
      const tab = await harness.open(content, { theme, width });
      const { page, problems } = tab;
      const path = `${PICTURES}decisions-${theme}-${width}.png`;
      await page.screenshot({ path, fullPage: true });
      assert.ok((await page.evaluate(() => document.body.scrollWidth)) <= width);
      const blank = await page.evaluate(blankPictures);
      assert.deepEqual(blank, []);
      assert.deepEqual(problems, []);
      await tab.close();
    });
  }
}

interface PageOptions {
  width?: number;
  /** Of the fixtures unless said otherwise. */
  content?: () => DecisionFixture;
}

/** A test on an open page, which also fails on any error in it. */
function pageTest(name: string, run: (page: Page) => Promise<void>, options: PageOptions = {}): void {
  test(name, async () => {
    const tab = await harness.open(options.content?.() ?? content, { width: options.width ?? 752 });
    await run(tab.page);
    assert.deepEqual(tab.problems, []);
    await tab.close();
  });
}

const picture = (page: Page, name: RegExp) => page.getByRole('img', { name }).first();
const last = async (page: Page, list: 'heard' | 'picked' | 'saved'): Promise<string> =>
  page.evaluate((of) => (Reflect.get(window, of) as string[]).at(-1) ?? '', list);

/** Presses keys on a picture, and returns what was said after the last one. */
async function press(page: Page, name: RegExp, ...keys: readonly string[]): Promise<string> {
  await picture(page, name).focus();
  for (const key of keys) await picture(page, name).press(key);
  return last(page, 'heard');
}

for (const width of [332, 752]) {
  pageTest(
    `parallel coordinates, ${width} pixels: keys brush, the pairs show the same points, Escape shows all`,
    async (page) => {
      const name = /^Parallel coordinates/;
      const buffers = content.sweep.columns.find(({ key }) => key === 'dma.buffer');
      const controllers = content.sweep.columns.find(({ key }) => key === 'gpu.memoryControllers');
      assert.match(await press(page, name, 'ArrowRight'), /^dma.buffer: all values; 396 of 396 points/);
      // Up to the second buffer, with the third: a sixth of the grid's eleven.
      const both = [...new Set(buffers?.values)].sort((a, b) => a - b).slice(1, 3);
      const inBoth = [...(buffers?.values ?? [])].filter((value) => both.includes(value)).length;
      const said = await press(page, name, 'ArrowUp', 'ArrowUp', '+');
      assert.ok(said.includes(`; ${inBoth} of 396 points in all brushes`), said);
      const before = await picture(page, /^Pairs/).screenshot();
      const ofTwo = [...(controllers?.values ?? [])].filter(
        (value, row) => value === 12 && both.includes(buffers?.values[row] ?? 0),
      ).length;
      const next = await press(page, name, 'ArrowRight', 'ArrowDown');
      assert.ok(next.startsWith('gpu.memoryControllers: 12 to 12') && next.includes(` ${ofTwo} of 396 `), next);
      assert.notDeepEqual(await picture(page, /^Pairs/).screenshot(), before);
      await press(page, name, 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'Delete');
      await page.screenshot({ path: `${PICTURES}decisions-brushed-${width}.png`, fullPage: true });
      assert.match(await last(page, 'heard'), /^gpu.memoryControllers: all values; \d+ of 396/);
      assert.equal(await press(page, name, 'Escape'), 'No brush: all points');
    },
    { width },
  );
}

pageTest('a drag along an axis brushes it, a click on it lets go', async (page) => {
  const canvas = picture(page, /^Parallel coordinates/);
  const before = await canvas.screenshot();
  const box = await canvas.boundingBox();
  assert.ok(box !== null);
  const [x, top] = [box.x + box.width - 14, box.y + 60];
  await page.mouse.move(x, top + 140);
  await page.mouse.down();
  await page.mouse.move(x, top + 220, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(50);
  assert.notDeepEqual(await canvas.screenshot(), before);
  assert.match(await press(page, /^Parallel coordinates/, 'ArrowRight'), /^area of cDMA: .*.mm² to .*.mm²; \d+ of 396/);
  await page.mouse.click(x, top + 100);
  assert.match(await last(page, 'heard'), /^area of cDMA: all values; 396 of 396/);
});

pageTest('pairs: arrows lead to cells that say their rank correlation; a click picks the pair', async (page) => {
  const name = /^Pairs/;
  assert.match(await press(page, name, 'ArrowRight'), /^dma.buffer: 8.KB to 256.KB/);
  // On a grid, parameters know nothing of each other.
  assert.equal(
    await press(page, name, 'ArrowRight'),
    'dma.buffer against gpu.memoryControllers: rank correlation 0.00 over 396 points',
  );
  assert.match(
    await press(page, name, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'),
    /^area.* correlation 0\.\d\d/,
  );
  await press(page, name, 'Enter');
  assert.equal(await last(page, 'picked'), 'gpu.memoryControllers cdmaArea');
  const box = await picture(page, name).boundingBox();
  assert.ok(box !== null);
  await page.mouse.click(box.x + 100, box.y + box.height - 60);
  assert.equal(await last(page, 'picked'), 'dma.buffer cdmaArea');
});

pageTest('heat map: keys speak cells, Enter selects', async (page) => {
  const name = /^Heat map of speed-up/;
  assert.match(
    await press(page, name, 'ArrowRight'),
    /^dma.buffer: 8 KB; gpu.memoryControllers: 1; speed-up .*: 1\.2$/,
  );
  assert.match(await press(page, name, 'ArrowUp', 'ArrowRight'), /^dma.buffer: 11.* KB; .*: 2; .*; present config$/);
  assert.match(await press(page, name, 'Enter'), /; selected$/);
  assert.match(await press(page, name, 'End', ...Array(10).fill('ArrowUp')), /256 KB; .*: 12; no feasible point$/);
});

pageTest('one key at a time: keys speak both ends', async (page) => {
  const said = await press(page, /^One key at a time.*speed-up/, 'ArrowDown');
  assert.match(said, /^dma.buffer: 0\.\d+ with 8 KB, 1\.\d+ with 256 KB$/);
});

pageTest('every canvas picture is written as SVG', async (page) => {
  const figures = page.locator('figure', { has: page.locator('.picture') });
  const number = await figures.count();
  assert.equal(number, 6);
  for (let index = 0; index < number; index++) {
    await figures.nth(index).locator('.menu > summary').click();
    await figures.nth(index).getByText('Save as SVG').click();
    await page.waitForFunction((count) => (Reflect.get(window, 'saved') as string[]).length > count, index);
    assert.match(await last(page, 'saved'), /^<svg .*<(path|rect) /s);
  }
});

pageTest(
  '100,000 points: a brush keeps the same points, and the pairs show them',
  async (page) => {
    const name = /^Parallel coordinates of 100,000/;
    const buffers = many().sweep.columns.find(({ key }) => key === 'dma.buffer')?.values ?? [];
    const both = [...new Set(buffers)].sort((a, b) => a - b).slice(1, 3);
    const inBoth = [...buffers].filter((value) => both.includes(value)).length;
    const before = await picture(page, /^Pairs/).screenshot();
    const said = await press(page, name, 'ArrowRight', 'ArrowUp', 'ArrowUp', '+');
    assert.ok(said.includes(`; ${inBoth.toLocaleString('en')} of 100,000 points in all brushes`), said);
    assert.notDeepEqual(await picture(page, /^Pairs/).screenshot(), before);
    const milliseconds = await picture(page, name).evaluate(medianFrameMs, { gesture: BRUSH_OF_AXIS, steps: 8 });
    // Many times what it takes, as machines differ; bench/swept-points.ts measures it.
    assert.ok(milliseconds < 250, `${milliseconds} ms a frame`);
    await page.screenshot({ path: `${PICTURES}decisions-100000.png`, fullPage: true });
  },
  { content: many },
);

/** Runs in the page: names of the pictures on which nothing is drawn. */
function blankPictures(): string[] {
  return [...document.querySelectorAll<HTMLCanvasElement>('canvas[role="img"]')]
    .filter((canvas) => {
      const { width, height } = canvas;
      const bytes = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      let inked = 0;
      for (let at = 3; at < bytes.length; at += 4) if ((bytes[at] ?? 0) > 0) inked += 1;
      return inked < 0.02 * width * height;
    })
    .map((canvas) => canvas.getAttribute('aria-label') ?? '');
}
