/** The panel in Korean: all that it says, in every state, and room for it in a narrow column. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type PanelStatus, PROTOCOL_VERSION } from '../../protocol/messages.ts';
import { koreanWords } from '../../scripts/dictionaries.ts';
import type { ActivationStudy } from '../../src/activations/activation-study.ts';
import type { LayerReport, Report } from '../../src/report/report.ts';
import type { Dictionary } from '../../src/words.ts';
import { CODEC } from '../../webview/codecs.ts';
import { alexnetReport, CONFIG_URI, panelState } from './fixture-report.ts';
import { featureMapsOf, recordedStudy } from './fixture-study.ts';
import { PanelHarness, type PanelOptions, type PanelPage } from './harness.ts';
import { collectedTexts, collectTexts, textsCutOff } from './texts-in-page.ts';

const DICTIONARY: Dictionary = await koreanWords();
const KOREAN = { dictionary: DICTIONARY, language: 'ko' };
/**
 * Test machines have no Korean font. A W is as wide as a syllable in one (0.94 em), and the style sheet has both break
 * lines between words only.
 */
const AS_WIDE = {
  dictionary: Object.fromEntries(Object.entries(DICTIONARY).map(([key, text]) => [key, text.replace(/[가-힣]/g, 'W')])),
  language: 'ko',
};

/** What the simulator says, in Korean; what is tested here is the panel's own. */
const SENTENCE = '시뮬레이터의 문장입니다.';

/** Names, units and abbreviations, which are the same in every language. */
const SAME_IN_KOREAN = new Set([
  ...Object.values(CODEC).map(({ short }) => short),
  ...'cDMA vDNN GPU DMA DRAM PCIe zlib RLE ZVC NCHW NHWC CHWN ms MB GB s J mJ mm nm Enter Escape Shift Ctrl Cmd PNG SVG CSV Markdown explore A b cost energy on'.split(
    ' ',
  ),
]);
const FILE_NAMES = ['docs/activations.md', 'docs/model.md', 'docs/validation.md', 'cdma validation'];

const STATUSES: readonly PanelStatus[] = [
  { kind: 'current' },
  { kind: 'running' },
  { kind: 'stale' },
  { kind: 'problems', count: 1, first: SENTENCE },
  { kind: 'problems', count: 2, first: SENTENCE },
  { kind: 'failed', message: SENTENCE },
];

let harness: PanelHarness;
let study: ActivationStudy;

before(async () => {
  harness = await PanelHarness.start();
  study = inKorean(await recordedStudy());
});
after(() => harness.close());

test('nothing is shown before the words have come', async () => {
  const panel = await harness.open({ words: null });
  await panel.send({ protocol: PROTOCOL_VERSION, type: 'state', state: panelState(alexnetReport()) });
  await panel.send({ protocol: PROTOCOL_VERSION, type: 'words', dictionary: { Results: 1 }, language: 'ko' });
  await panel.settled();
  assert.equal(await panel.page.evaluate(() => document.body.innerText), '');
  await panel.words(KOREAN);
  await panel.show(panelState(alexnetReport(), { kind: 'stale' }));
  assert.equal(await panel.page.getByRole('tab', { name: DICTIONARY['Overview'] ?? '' }).count(), 1);
  assert.deepEqual(panel.problems, []);
  await panel.close();
});

test('the page is in Korean, and says so', async () => {
  const panel = await harness.open({ words: KOREAN });
  assert.equal(await panel.page.evaluate(() => document.documentElement.lang), 'ko');
  await panel.page.evaluate(collectTexts);
  await showResults(panel);
  await showActivations(panel);
  const texts = await collectedTexts(panel.page);
  assert.ok(texts.length > 300, `${texts.length} texts`);
  assert.deepEqual(
    texts.filter((text) => englishIn(text).length > 0),
    [],
  );
  assert.deepEqual(panel.problems, []);
  await panel.close();
});

test('what a figure is worth stands below it, as in English', async () => {
  const worthIn = async (options: PanelOptions) => {
    const panel = await harness.open(options);
    await panel.show(panelState(alexnetReport()));
    const kinds = await panel.page.locator('.worth').allInnerTexts();
    await panel.close();
    return kinds;
  };
  const english = await worthIn({});
  const korean = await worthIn({ words: KOREAN });
  assert.deepEqual(
    korean,
    english.map((kinds) => kinds.replace(/\w+/g, (kind) => DICTIONARY[kind] ?? kind)),
  );
});

for (const [name, show] of [
  ['results', showResults],
  ['activations', showActivations],
] as const) {
  test(`the ${name} have room in a column of 420 pixels`, async () => {
    const panel = await harness.open({ words: AS_WIDE, width: 420 });
    await panel.page.evaluate(collectTexts);
    await panel.show(panelState(koreanReport()));
    await show(panel, async () => assert.deepEqual(await panel.page.evaluate(textsCutOff), []));
    await panel.close();
  });
}

/** Every status, metric and table of the results; `check` is called in each of these states. */
async function showResults(panel: PanelPage, check = async () => {}): Promise<void> {
  for (const status of STATUSES) {
    await panel.show(panelState(null, status));
    await check();
  }
  await panel.show(panelState(koreanReport()));
  for (const summary of await panel.page.locator('summary:visible').all()) await summary.click();
  await panel.page.locator('#tab-layers').click();
  for (const metric of ['traffic', 'time', 'pressure', 'density', 'ratio']) {
    await choose(panel, metric);
    await check();
  }
  await panel.page.locator('#tab-overview').click();
  for (const chart of await panel.page.locator('.plot canvas:visible').all()) {
    for (const key of ['Home', 'ArrowRight', 'ArrowDown', 'End']) await chart.press(key);
  }
  for (const status of STATUSES) {
    await panel.show(panelState(koreanReport(), status));
    await check();
  }
}

/** Every status and figure of the activations. */
async function showActivations(panel: PanelPage, check = async () => {}): Promise<void> {
  await panel.page.locator('#tab-activations').click();
  await panel.study(null, { kind: 'running', done: 0, total: 0 });
  await panel.study(null, { kind: 'running', done: 3, total: 30 });
  await check();
  await panel.study(null, { kind: 'cancelled' });
  await check();
  await panel.study({ ...study, source: 'model', dataset: null });
  await panel.study({ ...study, dataset: null });
  await panel.study(study, { kind: 'current', problems: [SENTENCE, SENTENCE] });
  await panel.page.locator('.picture:visible').first().waitFor();
  await panel.featureMaps('conv1', 0, await featureMapsOf('conv1', 0));
  for (const summary of await panel.page.locator('summary:visible').all()) await summary.click();
  for (const canvas of await panel.page.locator('.picture canvas:visible').all()) {
    for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'End']) await canvas.press(key);
    await canvas.hover({ position: { x: 200, y: 30 } });
  }
  await check();
  await choose(panel, 'linear');
  await check();
}

/** Takes an option of a dropdown by its value, which is the same in every language. */
async function choose(panel: PanelPage, value: string): Promise<void> {
  const option = panel.page.locator(`[role="tabpanel"]:visible vscode-option[value="${value}"]`);
  const dropdown = panel.page.locator('[role="tabpanel"]:visible vscode-dropdown').filter({
    has: panel.page.locator(`vscode-option[value="${value}"]`),
  });
  await dropdown.click();
  await option.click();
}

/** The report of the other tests with Korean from the simulator, and every kind of layer, origin and wait. */
function koreanReport(): Report {
  const report = alexnetReport();
  const kinds: readonly LayerReport['kind'][] = ['conv', 'pool', 'lrn', 'concat', 'batch-norm', 'add', 'fc'];
  const waits = ['compute', 'link', 'engine', 'dram', 'crossbar', 'buffer', 'issue'] as const;
  return {
    ...report,
    layers: report.layers.map((layer, at) => ({
      ...layer,
      kind: kinds[at % kinds.length] ?? layer.kind,
      bottleneck: layer.offloaded ? (waits[at % waits.length] ?? null) : null,
      origin: at === 2 ? { kind: 'uniform' } : layer.origin,
    })),
    network: { ...report.network, source: SENTENCE },
    bottleneck: { ...report.bottleneck, sentence: SENTENCE },
    provenance: report.provenance.map((group) => ({ ...group, source: SENTENCE })),
  };
}

function inKorean(recorded: ActivationStudy): ActivationStudy {
  return { ...recorded, observations: recorded.observations.map((one) => ({ ...one, evidence: SENTENCE })) };
}

/** Words of a text that are neither Korean nor a name. */
function englishIn(text: string): string[] {
  const { config, network, layers, tool, codecs } = alexnetReport();
  const { gpu, link } = config.resolved;
  const names = [
    ...FILE_NAMES,
    ...[
      config.name,
      config.hash,
      config.hash.slice(0, 12),
      network.title,
      tool.name,
      gpu.preset,
      link.preset,
      CONFIG_URI,
    ],
    ...codecs.map(({ format }) => format),
    ...layers.flatMap(({ name }) => [`${name}.npy`, name]),
    ...study.layers.map(({ name }) => name),
    ...[study.dataset?.name ?? '', study.dataset?.licence ?? ''],
  ].filter((name) => name !== '');
  names.sort((a, b) => b.length - a.length);
  const rest = names.reduce((left, name) => left.replaceAll(name, ' '), text);
  return (rest.match(/[A-Za-z]+/g) ?? []).filter((word) => !SAME_IN_KOREAN.has(word));
}
