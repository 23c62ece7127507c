/** The view of activations, in the real page, on the recorded tensors of the examples. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PROTOCOL_VERSION } from '../../protocol/messages.ts';
import type { ActivationStudy } from '../../src/activations/activation-study.ts';
import { CODEC_IDS } from '../../src/config/resolved-config.ts';
import { violationsIn } from './accessibility.ts';
import { alexnetReport, CONFIG_URI, panelState } from './fixture-report.ts';
import { featureMapsOf, largeMaps, recordedStudy } from './fixture-study.ts';
import { PanelHarness, type PanelOptions, type PanelPage } from './harness.ts';
import { THEMES, type ThemeName } from './themes.ts';

const PICTURES = fileURLToPath(new URL('../../artifacts/webview/', import.meta.url));

let harness: PanelHarness;
let study: ActivationStudy;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  harness = await PanelHarness.start();
  study = await recordedStudy();
});
after(() => harness.close());

async function openActivations(options: PanelOptions = {}): Promise<PanelPage> {
  const panel = await harness.open(options);
  await panel.show(panelState(alexnetReport()));
  await panel.page.getByRole('tab', { name: 'Activations' }).click();
  return panel;
}

/** A test of an open view of activations that also fails on any error in the page. */
function viewTest(name: string, run: (panel: PanelPage) => Promise<void>, options: PanelOptions = {}): void {
  test(name, async () => {
    const panel = await openActivations(options);
    await run(panel);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
}

/** With the study and the feature maps that the page asks for. */
async function filled(panel: PanelPage): Promise<void> {
  await panel.study(study);
  await panel.page.getByRole('img', { name: /^Density over training/ }).waitFor();
  await panel.featureMaps('conv1', 0, await featureMapsOf('conv1', 0));
  await panel.settled();
}

/** What the page asked last. */
async function lastQuestion(panel: PanelPage): Promise<unknown> {
  const asked = await posted(panel, 'ask');
  const last = asked.at(-1);
  return last?.type === 'ask' ? last.question : undefined;
}

const posted = async (panel: PanelPage, type: string) =>
  (await panel.posted()).filter((message) => message.type === type);

test('a study is asked for once the view is in sight, not before', async () => {
  const panel = await harness.open();
  await panel.show(panelState(alexnetReport()));
  assert.deepEqual(await posted(panel, 'study'), []);
  await panel.page.getByRole('tab', { name: 'Activations' }).click();
  assert.equal((await posted(panel, 'study')).length, 1);
  assert.equal(await panel.page.getByRole('heading', { name: 'Layers' }).isVisible(), false);
  await panel.page.getByRole('tab', { name: 'Overview' }).click();
  await panel.page.getByRole('tab', { name: 'Activations' }).click();
  assert.equal((await posted(panel, 'study')).length, 1);
  // Another config in the same panel is another study.
  const state = panelState(alexnetReport());
  await panel.show({ ...state, document: { uri: 'file:///configs/other.cdma.json', name: 'other.cdma.json' } });
  assert.equal((await posted(panel, 'study')).length, 2);
  // Back to the first one, whose study the page has not kept.
  await panel.page.getByRole('tab', { name: 'Overview' }).click();
  await panel.show(state);
  await panel.page.getByRole('tab', { name: 'Activations' }).click();
  assert.equal((await posted(panel, 'study')).length, 3);
  await panel.close();
});

viewTest('tabs by keyboard, and the choice is remembered', async (panel) => {
  const tab = panel.page.getByRole('tab', { name: 'Activations' });
  await tab.press('Home');
  assert.equal(await panel.page.getByRole('tab', { name: 'Overview' }).getAttribute('aria-selected'), 'true');
  await panel.page.keyboard.press('ArrowRight');
  assert.equal(await panel.page.getByRole('tab', { name: 'Layers' }).getAttribute('aria-selected'), 'true');
  await tab.click();
  assert.equal(await tab.getAttribute('aria-selected'), 'true');
  const saved = (await panel.saved()) as { view: string };
  assert.equal(saved.view, 'activations');
  const reopened = await harness.open({ saved });
  await reopened.show(panelState(alexnetReport()));
  assert.equal((await posted(reopened, 'study')).length, 1);
  await reopened.close();
});

viewTest('progress, then pictures; an older study stays while a newer is made', async (panel) => {
  const progress = panel.page.getByRole('progressbar');
  await panel.study(null, { kind: 'running', done: 3, total: 30 });
  await panel.page.getByText('Studying activations: 3 of 30 maps').waitFor();
  assert.equal(await progress.getAttribute('max'), '30');
  await panel.page.getByRole('button', { name: 'Cancel' }).click();
  assert.equal((await posted(panel, 'command')).length, 1);
  await panel.study(null, { kind: 'cancelled' });
  await progress.waitFor({ state: 'hidden' });
  await panel.page.getByRole('button', { name: 'Study Again' }).click();
  assert.equal((await posted(panel, 'study')).length, 2);
  await filled(panel);
  await panel.page.getByRole('button', { name: 'Study Again' }).waitFor({ state: 'hidden' });
  await panel.study(study, { kind: 'running', done: 0, total: 0 });
  await panel.page.locator('.study.outdated').waitFor();
  await panel.page.getByRole('img', { name: /^Density over training/ }).waitFor();
  await panel.study(study, { kind: 'failed', message: 'conv1.npy does not exist.' });
  await panel.page.getByText('conv1.npy does not exist.').waitFor();
});

viewTest('files that could not be used are named beside what the others gave', async (panel) => {
  const problems = ['conv2.npy is cut short (byte 5000).', 'conv3.npy does not exist.'];
  await panel.study(study, { kind: 'current', problems });
  await panel.page.getByText('Left out: conv2.npy is cut short (byte 5000). 1 more').waitFor();
  await panel.page.getByRole('img', { name: /^Density over training/ }).waitFor();
});

viewTest('the heat map by keyboard says layer, point and density', async (panel) => {
  await filled(panel);
  const map = panel.page.getByRole('img', { name: /^Density over training/ });
  await map.press('ArrowDown');
  const spoken = async () =>
    (await panel.page.locator('.visually-hidden').allInnerTexts()).join(' ').replaceAll('\u00a0', ' ');
  // The curve of the manifest, which is of 64 images.
  const first = study.layers[0]?.densities[0]?.density ?? 0;
  assert.match(
    await spoken(),
    new RegExp(`conv1 \\(convolution\\), trained 0 %: density ${(100 * first).toFixed(1)} %`),
  );
  await map.press('ArrowDown');
  await map.press('End');
  assert.match(await spoken(), /pool1 \(pooling\), trained 100 %: density \d/);
});

viewTest('the four observations, each with its verdict in words', async (panel) => {
  await filled(panel);
  const text = (await panel.page.locator('.observations').innerText()).replaceAll('\u00a0', ' ');
  for (const { slide, evidence } of study.observations) {
    assert.ok(text.includes(`(slide ${slide})`) && text.includes(evidence), text);
  }
  assert.equal(text.match(/Holds:/g)?.length, 4);
});

viewTest('feature maps: the picture has exactly the zeros, and images are stepped through', async (panel) => {
  await filled(panel);
  const maps = await featureMapsOf('conv1', 0);
  const canvases = panel.page.locator('.feature-maps canvas');
  assert.equal(await canvases.count(), 3);
  // A map is drawn in whole pixels an element, so the share of bright pixels is its density.
  const bright = await canvases.first().evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    let opaque = 0;
    let nonZero = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 255) opaque++;
      if (data[i + 3] === 255 && (data[i] ?? 0) > 128) nonZero++;
    }
    return nonZero / opaque;
  });
  assert.ok(Math.abs(bright - (maps[0]?.density ?? 0)) < 1e-9, `${bright}`);
  await panel.page.getByText('Image 1 of 6').waitFor();
  await panel.page.getByRole('button', { name: 'Next Image' }).click();
  assert.deepEqual(await lastQuestion(panel), { kind: 'featureMaps', layer: 'conv1', image: 1 });
  await panel.page.getByRole('button', { name: 'Previous Image' }).click();
  await panel.page.getByRole('button', { name: 'Previous Image' }).click();
  assert.deepEqual(await lastQuestion(panel), { kind: 'featureMaps', layer: 'conv1', image: 5 });
  // An answer to an earlier question changes nothing any more.
  await panel.featureMaps('conv1', 0, []);
  assert.equal(await canvases.count(), 3);
});

viewTest('ratios of every layer at the chosen point, with the mean run of zeros', async (panel) => {
  await filled(panel);
  const row = panel.page.locator('table.ratios').getByRole('row', { name: /^conv1/ });
  const coded = study.layers[0]?.coded.at(-1);
  assert(coded !== undefined);
  const ratio = (bytes: number) => `${(coded.rawBytes / bytes).toFixed(2)}×`;
  const text = await row.innerText();
  for (const layout of ['NCHW', 'NHWC', 'CHWN'] as const) {
    const { sizes, meanZeroRun } = coded.layouts[layout];
    assert.ok(text.includes(ratio(sizes.rle.bytes)) && text.includes(ratio(sizes.zlib.bytes)), text);
    assert.ok(text.includes((meanZeroRun ?? 0).toFixed(2)), text);
  }
  // The fixture's design: zero-value compression.
  assert.match(
    await panel.page.locator('td.configured').first().innerText(),
    new RegExp(ratio(coded.layouts.NCHW.sizes.zvc.bytes)),
  );
});

viewTest('fitted against recorded: every pair is in the table and under the keys', async (panel) => {
  await filled(panel);
  const scatter = panel.page.getByRole('img', { name: /ratios of the fitted generator/ });
  await scatter.press('End');
  const figure = panel.page.locator('figure', { has: scatter });
  await figure.locator('.data-table summary').click();
  await figure.locator('tbody tr').first().waitFor();
  assert.equal(await figure.locator('tbody tr').count(), 10 * 3 * 3 * CODEC_IDS.length);
  assert.match(
    (await panel.page.locator('.visually-hidden').allInnerTexts()).join(),
    /fc7, 100\s%, ZL, CHWN: recorded .*×, fitted .*× \([+−]/,
  );
});

viewTest('a study without recorded maps has no fit to show', async (panel) => {
  const layers = study.layers.map((layer) => ({
    ...layer,
    coded: layer.coded.map((coded) => ({ ...coded, fitted: null })),
  }));
  await panel.study({ ...study, source: 'model', dataset: null, layers });
  await panel.page.getByText('Generated by the density law').waitFor();
  assert.equal(await panel.page.getByRole('heading', { name: 'Fitted against recorded' }).isVisible(), false);
});

viewTest('messages that are not sound, or about another config, are dropped', async (panel) => {
  await panel.send({ protocol: PROTOCOL_VERSION, type: 'study', document: CONFIG_URI, status: { kind: 'odd' }, study });
  await panel.send({
    protocol: PROTOCOL_VERSION,
    type: 'study',
    document: 'file:///other.cdma.json',
    status: { kind: 'current', problems: [] },
    study,
  });
  const answer = { kind: 'featureMaps', content: [{}] };
  await panel.send({ protocol: PROTOCOL_VERSION, type: 'answer', id: 1, answer });
  assert.equal(await panel.page.getByRole('img', { name: /^Density over training/ }).isVisible(), false);
});

describe('in every theme', () => {
  let panel: PanelPage;
  before(async () => {
    panel = await openActivations();
    await filled(panel);
    for (const summary of await panel.page.locator('summary:visible').all()) await summary.click();
  });
  after(() => panel.close());

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    test(`axe finds nothing in ${theme}`, async () => {
      await panel.setTheme(theme);
      assert.deepEqual(await violationsIn(panel), []);
      assert.deepEqual(panel.problems, []);
    });
  }
});

for (const [name, options] of [
  ['wide', { theme: 'light', width: 900 }],
  ['narrow', { theme: 'dark', width: 420 }],
] as const) {
  viewTest(
    `nothing is wider than a ${name} column`,
    async (panel) => {
      await filled(panel);
      await panel.page.screenshot({ path: path.join(PICTURES, `activations-${name}.png`), fullPage: true });
      assert.ok(await panel.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    },
    options,
  );
}

for (const [channels, side] of [
  [64, 224],
  [2048, 7],
] as const) {
  viewTest(`a large layer of ${channels} maps of ${side} x ${side} is drawn at every point`, async (panel) => {
    await panel.study(study);
    await panel.featureMaps('conv1', 0, largeMaps(channels, side));
    const shades = await panel.page.locator('.feature-maps canvas').evaluateAll(shadesOf);
    assert.equal(shades.length, 6);
    // Zeros and others, and what is between them where several share a pixel.
    assert.ok(Math.min(...shades) > 1, `${shades}`);
  });
}

/** Runs in the page: how many colours each of the pictures is drawn in. */
function shadesOf(pictures: Element[]): number[] {
  return pictures.map((picture) => {
    const canvas = picture as HTMLCanvasElement;
    const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Uint32Array(image?.data.buffer ?? new ArrayBuffer());
    return new Set(pixels.filter((pixel) => pixel !== 0)).size;
  });
}
