/** The pictures for deciding over a design space, in a real Chromium. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { SweepColumns } from '../../src/exploration/columns.ts';
import { launchBrowser } from '../vscode-host/browser.ts';
import { realAnswers } from './fixture-answers.ts';
import { type DecisionFixture, decisionFixture } from './fixture-decisions.ts';
import { THEMES, type ThemeName, themeStyleSheet } from './themes.ts';

const HERE = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const PICTURES = HERE('../../artifacts/webview/');

let browser: Browser;
let script: string;
let styles: string;
let content: DecisionFixture;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  const { outputFiles } = await build({
    entryPoints: { page: HERE('decisions-page.ts'), style: HERE('../../webview/panel.css') },
    bundle: true,
    format: 'iife',
    target: 'chrome128',
    outdir: '/',
    write: false,
    logLevel: 'error',
  });
  const textOf = (ending: string): string => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  [script, styles] = [textOf('.js'), textOf('.css')];
  content = decisionFixture((await realAnswers()).sweep.columns);
  browser = await launchBrowser();
});
after(() => browser.close());

interface Opened {
  page: Page;
  problems: readonly string[];
}

async function open(options: { theme?: ThemeName; width?: number; content?: DecisionFixture } = {}): Promise<Opened> {
  const { theme = 'dark', width = 752 } = options;
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  const { bodyClass } = THEMES[theme];
  const sheets = `<style>${styles}</style><style>${themeStyleSheet(theme)}</style>`;
  await page.setContent(
    `<!DOCTYPE html><html lang="en"><head>${sheets}</head><body class="${bodyClass}"></body></html>`,
  );
  // tsx compiles named inner functions to calls of its helper `__name`, also in those we send to the page.
  await page.evaluate('globalThis.__name ??= (value) => value');
  await page.addScriptTag({ content: script });
  await page.evaluate((plain) => Reflect.get(window, 'showDecisions')(plain), toPlain(options.content ?? content));
  await page.waitForTimeout(50);
  return { page, problems };
}

for (const theme of Object.keys(THEMES) as ThemeName[]) {
  for (const width of [332, 752]) {
    test(`every picture is drawn, ${theme}, ${width} pixels wide`, async () => {
      const { page, problems } = await open({ theme, width });
      const path = `${PICTURES}decisions-${theme}-${width}.png`;
      await page.screenshot({ path, fullPage: true });
      assert.ok((await page.evaluate(() => document.body.scrollWidth)) <= width);
      const blank = await page.evaluate(blankPictures);
      assert.deepEqual(blank, []);
      assert.deepEqual(problems, []);
      await page.close();
    });
  }
}

/** A test on an open page, which also fails on any error in it. */
function pageTest(name: string, run: (page: Page) => Promise<void>, width = 752): void {
  test(name, async () => {
    const { page, problems } = await open({ width });
    await run(page);
    assert.deepEqual(problems, []);
    await page.close();
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
    width,
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

test('100,000 points: frames while brushing (times printed, not judged: machines differ)', async () => {
  const { page, problems } = await open({ content: ofManyPoints(content, 100_000) });
  const canvas = picture(page, /^Parallel coordinates of 100,000/);
  const milliseconds = await canvas.evaluate(measureBrush);
  console.log(`100,000 points, brush and pairs beside it: ${milliseconds.toFixed(1)} ms a frame (median of 40)`);
  await page.screenshot({ path: `${PICTURES}decisions-100000.png`, fullPage: true });
  assert.ok(milliseconds < 250);
  assert.deepEqual(problems, []);
  await page.close();
});

/** Points on the same grid, with figures drawn around its own by a fixed rule. */
function ofManyPoints({ sweep, decisions, heatMaps }: DecisionFixture, points: number): DecisionFixture {
  const spread = (row: number, salt: number) => (Math.imul(row + 1, 2654435761 + 2 * salt) >>> 0) / 2 ** 32;
  const rows = Array.from({ length: points }, (_, index) => index);
  const columns = sweep.columns.map((column, salt) => {
    const values = Float64Array.from(rows, (row) => {
      const value = column.values[row % sweep.points] ?? 0;
      return column.kind === 'parameter' ? value : value * (0.8 + 0.4 * spread(row, salt));
    });
    if (column.kind === 'metric') return { ...column, values };
    return { ...column, values, indices: Uint32Array.from(rows, (row) => column.indices[row % sweep.points] ?? 0) };
  });
  const feasible = Uint8Array.from(rows, (row) => sweep.feasible[row % sweep.points] ?? 0);
  const many: SweepColumns = { ...sweep, points, columns, feasible, ids: Uint32Array.from(rows), best: 0 };
  return { sweep: many, decisions, heatMaps };
}

/** Runs in the page: drags along the last axis, one step a frame. */
async function measureBrush(canvas: Element): Promise<number> {
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const event = (type: string, y: number): PointerEvent => {
    const { left, top, width } = canvas.getBoundingClientRect();
    const place = { clientX: left + width - 14, clientY: top + y, bubbles: true, pointerId: 1, button: 0 };
    return new PointerEvent(type, place);
  };
  (canvas as HTMLElement).setPointerCapture = () => {};
  canvas.dispatchEvent(event('pointerdown', 80));
  const times: number[] = [];
  let before = await frame();
  for (let step = 1; step <= 40; step++) {
    canvas.dispatchEvent(event('pointermove', 80 + 5 * step));
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  canvas.dispatchEvent(event('pointerup', 280));
  return times.sort((a, b) => a - b)[20] ?? 0;
}

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

/** Typed arrays as what a page can be handed, and can make arrays of again. */
function toPlain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return { arrayOf: value.constructor.name, values: Array.from(value as Uint8Array) };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toPlain(inner)]));
}
