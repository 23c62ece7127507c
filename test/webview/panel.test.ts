/** What the panel shows and says, in the real page. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type PanelMemory, type PanelMessage, PROTOCOL_VERSION } from '../../protocol/messages.ts';
import { alexnetReport, CONFIG_URI, longReport, panelState } from './fixture-report.ts';
import { PanelHarness, type PanelPage } from './harness.ts';

let harness: PanelHarness;

before(async () => {
  harness = await PanelHarness.start();
});
after(() => harness.close());

/** A panel test that also fails on any error in the page, violations of the content security policy included. */
function panelTest(name: string, run: (panel: PanelPage) => Promise<void>, options = {}): void {
  test(name, async () => {
    const panel = await harness.open(options);
    await run(panel);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
}

panelTest('asks for the state, and waits quietly', async (panel) => {
  assert.deepEqual(await panel.posted(), [{ protocol: PROTOCOL_VERSION, type: 'ready' }]);
  await panel.show(panelState(null, { kind: 'running' }));
  assert.equal(await panel.page.locator('main > .placeholder').innerText(), 'Simulating…');
  assert.equal(await panel.page.locator('.result').isVisible(), false);
});

panelTest('shows the headline figures with units and what they are worth', async (panel) => {
  const report = alexnetReport();
  await panel.show(panelState(report));
  const text = await panel.page.locator('.summary').innerText();
  for (const part of ['AlexNet, batch 256', '12.8 GB/s', report.bottleneck.sentence, 'measured', 'assumed', 'mm²']) {
    assert.ok(text.replaceAll('\u00a0', ' ').includes(part), `${part} in ${text}`);
  }
  assert.equal(await panel.page.locator('body').getAttribute('data-shown-hash'), report.config.hash);
});

panelTest('shows the area alone while energy is off', async (panel) => {
  const report = alexnetReport();
  await panel.show(panelState({ ...report, cost: { ...report.cost, energyJ: null, vdnnEnergyJ: null, energy: null } }));
  const text = (await panel.page.locator('.summary').innerText()).replaceAll('\u00a0', ' ');
  assert.match(text, /1\.5 mm²/);
  assert.doesNotMatch(text, /energy| J\b/i);
});

panelTest('a run keeps the old result; it is dimmed, with a ring, only when the run takes long', async (panel) => {
  const result = panel.page.locator('.result');
  await panel.show(panelState(alexnetReport()));
  await panel.show(panelState(alexnetReport(), { kind: 'running' }));
  assert.equal(await result.isVisible(), true);
  assert.equal(await panel.page.locator('main').getAttribute('aria-busy'), 'true');
  assert.doesNotMatch(await statusText(panel), /Up to date/);
  await panel.page.locator('.result.outdated').waitFor();
  assert.equal(await panel.page.locator('vscode-progress-ring').count(), 1);
  await panel.show(panelState(alexnetReport()));
  assert.equal(await panel.page.locator('.result.outdated').count(), 0);
  assert.equal(await panel.page.locator('vscode-progress-ring').count(), 0);
});

panelTest('a short run passes without a ring or dimming', async (panel) => {
  await panel.show(panelState(alexnetReport()));
  await panel.page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => {
      if (document.querySelector('.outdated, vscode-progress-ring') !== null) seen.push('flicker');
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await panel.show(panelState(alexnetReport(), { kind: 'running' }));
  await panel.show(panelState(longReport()));
  await panel.page.waitForTimeout(300);
  assert.deepEqual(await panel.page.evaluate(() => Reflect.get(window, 'seen')), []);
});

panelTest('an older result is marked: changed text, problems, a failure', async (panel) => {
  const outdated = panel.page.locator('.result.outdated');
  await panel.show(panelState(alexnetReport(), { kind: 'stale' }));
  assert.match(await statusText(panel), /Text has changed – save to simulate/);
  await panel.page.getByRole('button', { name: 'Simulate Now' }).click();
  await panel.show(panelState(alexnetReport(), { kind: 'problems', count: 2, first: 'buffer: 70 ns is a time' }));
  assert.match(await statusText(panel), /Config has 2 problems – last valid result shown.*70 ns is a time/);
  await panel.page.getByRole('button', { name: 'Show Problems' }).press('Enter');
  assert.equal(await outdated.count(), 1);
  await panel.show(panelState(alexnetReport(), { kind: 'failed', message: 'out of memory' }));
  assert.match(await statusText(panel), /Simulation failed – last valid result shown · out of memory/);
  assert.equal(await outdated.count(), 1);
  const posted = await panel.posted();
  const types = posted.map(({ type }) => type);
  assert.deepEqual(
    posted.flatMap((message) => (message.type === 'command' ? [message.command] : [])),
    ['simulate', 'showProblems'],
  );
  assert.deepEqual(types, ['ready', 'command', 'command']);
});

panelTest('drops messages of another version', async (panel) => {
  await panel.show(panelState(alexnetReport()));
  await panel.send({ protocol: 99, type: 'state', state: panelState(null) });
  await panel.send({ protocol: PROTOCOL_VERSION, type: 'state', state: { status: { kind: 'dancing' } } });
  assert.equal(await panel.page.locator('.result').isVisible(), true);
});

panelTest('bottlenecks: the four views of each resource, and Enter shows its key', async (panel) => {
  await panel.show(panelState(alexnetReport()));
  await panel.page.getByRole('tab', { name: 'Bottlenecks' }).click();
  const view = panel.page.getByRole('tabpanel', { name: 'Bottlenecks' });
  assert.equal(await view.locator('canvas[role="img"]').count(), 4);
  await view.locator('figure').nth(1).locator('.data-table summary').click();
  const rows = await view
    .locator('figure table tbody tr')
    .evaluateAll((all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent?.replaceAll(/[\u00a0\u202f]/g, ' '))),
    );
  assert.deepEqual(rows, [
    ['link', '62 %', '35 %', '0.340', '0.310', '+30 %'],
    ['DRAM', '80 %', '0 %', '0.000', '0.000', '0 %'],
    ['buffer', '–', '0 %', '0.000', '0.000', '–'],
  ]);
  const chart = view.getByRole('img', { name: /^Critical path\./ });
  await chart.focus();
  await chart.press('ArrowDown');
  assert.match(await spoken(panel), /^link: critical path 35.%/);
  await chart.press('Enter');
  const reveals = (await panel.posted()).filter(isReveal);
  assert.deepEqual(reveals, [{ protocol: PROTOCOL_VERSION, type: 'reveal', path: ['link', 'bandwidth'] }]);
});

panelTest('critical ratios stand beside the ratios that are reached', async (panel) => {
  await panel.show(panelState(alexnetReport()));
  await panel.page.getByRole('tab', { name: 'Bottlenecks' }).click();
  const chart = panel.page.getByRole('img', { name: /^Critical ratios\./ });
  const label = (await chart.getAttribute('aria-label')) ?? '';
  assert.match(label, /buffer: ratio 15\.6.×/);
  assert.match(label, /DRAM: ratio 3\.1.×/);
  assert.doesNotMatch(label, /crossbar/);
  assert.match(label, /reached: network: ratio/);
});

panelTest('memory: peaks beside the card, and what everything resident is for', async (panel) => {
  const report = alexnetReport();
  await panel.show(panelState(report));
  await panel.page.getByRole('tab', { name: 'Memory' }).click();
  const view = panel.page.getByRole('tabpanel', { name: 'Memory' });
  for (const figure of [0, 2]) await view.locator('figure').nth(figure).locator('.data-table summary').click();
  await view.locator('figure table tbody tr').nth(8).waitFor();
  const sizes = await view.locator('figure table tbody td').allInnerTexts();
  const { resident, offloaded, capacityBytes, components } = report.memory;
  const expected = [
    resident.peakBytes,
    offloaded?.peakBytes ?? 0,
    capacityBytes,
    components.mapBytes,
    components.gradientMapBytes,
    components.imageBytes,
    components.weightBytes,
    components.weightGradientBytes,
    components.momentumBytes,
  ];
  for (const [index, bytes] of expected.entries())
    assert.ok(Math.abs(Number.parseFloat(sizes[index] ?? '') - bytes / 1e9) <= 0.0051, `${sizes[index]} of ${bytes}`);
});

panelTest('bottlenecks are drawn anew for a new result, and only while they are in sight', async (panel) => {
  await panel.show(panelState(alexnetReport()));
  await panel.page.getByRole('tab', { name: 'Bottlenecks' }).click();
  const view = panel.page.getByRole('tabpanel', { name: 'Bottlenecks' });
  await view.getByText(alexnetReport().bottleneck.sentence).waitFor();
  const changed = alexnetReport();
  const [first] = changed.attribution.resources;
  assert.ok(first);
  await panel.show(
    panelState({
      ...changed,
      config: { ...changed.config, hash: 'other' },
      attribution: { ...changed.attribution, resources: [first] },
    }),
  );
  await view.locator('figure').nth(1).locator('.data-table summary').click();
  const rows = view.locator('figure table').first().locator('tbody tr');
  await rows.first().waitFor();
  assert.equal(await rows.count(), 1);
});

panelTest('data tables hold the numbers of the report', async (panel) => {
  const report = alexnetReport();
  await panel.show(panelState(report));
  const open = async (): Promise<void> => {
    for (const summary of await panel.page.locator('.data-table summary:visible').all()) await summary.click();
  };
  await open();
  const tables = panel.page.locator('figure table');
  await tables.nth(2).waitFor();
  const performance = await cells(panel, 2);
  assert.deepEqual(
    performance.map((row) => Number.parseInt(row[1] ?? '', 10)),
    [
      report.time.oracleMs / report.time.vdnnMs,
      ...report.codecs.map(({ performanceVsOracle }) => performanceVsOracle),
      1,
    ].map((share) => Math.round(share * 100)),
  );
  await panel.page.getByRole('tab', { name: 'Layers' }).click();
  await open();
  await tables.nth(3).waitFor();
  const layers = await panel.page
    .getByRole('tabpanel', { name: 'Layers' })
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  assert.deepEqual(
    layers.map(([name, , ratio]) => [name, ratio]),
    report.layers.map(({ name, ratio, offloaded }) => [name, offloaded ? `${ratio.toFixed(2)}×` : '–']),
  );
  assert.equal(await tables.locator('caption').count(), 4);
  assert.equal(await tables.locator('th:not([scope])').count(), 0);
});

panelTest('charts are read with the arrow keys; Enter shows the key in the config', async (panel) => {
  await panel.show(panelState(alexnetReport()));
  const chart = panel.page.getByRole('img', { name: /^Performance\./ });
  assert.match((await chart.getAttribute('aria-label')) ?? '', /vDNN: performance \d+.%.*oracle: performance 100.%/);
  await chart.focus();
  await chart.press('ArrowRight');
  assert.match(await spoken(panel), /^vDNN: performance/);
  await chart.press('ArrowRight');
  assert.match(await spoken(panel), /^RL: performance/);
  await chart.press('Enter');
  await chart.press('End');
  assert.match(await spoken(panel), /^oracle: performance 100.%/);
  const reveals = (await panel.posted()).filter(isReveal);
  assert.deepEqual(reveals, [{ protocol: PROTOCOL_VERSION, type: 'reveal', path: ['dma', 'codec'] }]);
});

panelTest('keys walk through a chart that is taller than the window', async (panel) => {
  await panel.show(panelState(longReport()));
  await panel.page.getByRole('tab', { name: 'Layers' }).click();
  const chart = panel.page.getByRole('img', { name: /^Layers\./ });
  await chart.focus();
  await chart.press('End');
  assert.match(await spoken(panel), /^inception_14/);
  const { top, height } = await chart.evaluate((canvas) => canvas.getBoundingClientRect().toJSON());
  assert.ok(top + height > 0 && top + height < 900 + 100, `end of the chart at ${top + height}`);
});

panelTest('a click on a bar shows the codec in the config', async (panel) => {
  await panel.show(panelState(alexnetReport()));
  const chart = panel.page.getByRole('img', { name: /^Offload traffic\./ });
  const { width, height } = (await chart.boundingBox()) ?? { width: 0, height: 0 };
  await chart.click({ position: { x: width * 0.93 - 12, y: height - 40 } });
  assert.deepEqual((await panel.posted()).filter(isReveal), [
    { protocol: PROTOCOL_VERSION, type: 'reveal', path: ['dma', 'codec'] },
  ]);
});

panelTest('the layer metric is chosen, remembered and restored', async (panel) => {
  await panel.show(panelState(alexnetReport()));
  await panel.page.getByRole('tab', { name: 'Layers' }).click();
  const dropdown = panel.page.getByRole('tabpanel', { name: 'Layers' }).getByRole('combobox', { name: 'Metric' });
  await dropdown.click();
  await panel.page.getByRole('option', { name: 'Time' }).click();
  await panel.page.getByRole('img', { name: /^Layers\. Compute and copy/ }).waitFor();
  const saved = await panel.saved();
  const { document, view, layerMetric } = saved as PanelMemory;
  assert.deepEqual({ document, view, layerMetric }, { document: CONFIG_URI, view: 'layers', layerMetric: 'time' });
  const restored = await harness.open({ saved });
  await restored.show(panelState(alexnetReport()));
  await restored.page.getByRole('img', { name: /^Layers\. Compute and copy/ }).waitFor();
  await restored.close();
});

panelTest('one sentence is announced per result', async (panel) => {
  const sentences = panel.page.locator('[aria-live="polite"]').first();
  await panel.show(panelState(alexnetReport()));
  assert.match(await sentences.innerText(), /^New result for AlexNet, batch 256: compression ratio .*PCIe-bound/);
  await panel.show(panelState(alexnetReport(), { kind: 'running' }));
  assert.match(await sentences.innerText(), /AlexNet/);
  await panel.show(panelState(longReport()));
  assert.match(await sentences.innerText(), /GoogLeNet/);
});

panelTest('markup in names stays text', async (panel) => {
  const report = alexnetReport();
  const evil = '<img src=x onerror="document.title=1">&amp;<script>document.title=1</script>';
  report.config.name = evil;
  report.network.title = evil;
  report.bottleneck.sentence = evil;
  for (const layer of report.layers) layer.name = evil;
  await panel.show(panelState(report, { kind: 'problems', count: 1, first: evil }));
  await panel.page.locator('summary:visible').last().click();
  assert.equal(await panel.page.locator('img, body script:not([nonce])').count(), 0);
  assert.equal(await panel.page.locator('h1:visible').innerText(), evil);
  assert.equal(await panel.page.title(), 'cDMA Results');
});

for (const [name, width] of [
  ['three columns', 760],
  ['a narrow column', 400],
  ['200 % zoom of a narrow column', 240],
] as const) {
  panelTest(
    `nothing is cut off in ${name}`,
    async (panel) => {
      await panel.show(panelState(longReport(), { kind: 'problems', count: 3, first: 'a long message '.repeat(5) }));
      const cutOff = await panel.page.evaluate(() => [
        ...(document.body.scrollWidth > window.innerWidth ? ['page'] : []),
        ...[...document.querySelectorAll('figure')]
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map((figure) => figure.querySelector('h2')?.textContent),
      ]);
      assert.deepEqual(cutOff, []);
    },
    { width },
  );
}

async function statusText(panel: PanelPage): Promise<string> {
  return (await panel.page.locator('.status-line').innerText()).replaceAll('\n', ' ');
}

function spoken(panel: PanelPage): Promise<string> {
  return panel.page.locator('[aria-live="polite"]').last().innerText();
}

function isReveal(message: PanelMessage): boolean {
  return message.type === 'reveal';
}

/** Texts of the body of the nth data table. */
function cells(panel: PanelPage, table: number): Promise<string[][]> {
  return panel.page
    .locator('figure')
    .nth(table)
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}
