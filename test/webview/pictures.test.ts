/** Pictures that leave the panel: PNG and SVG, in the theme's colours or for print. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { alexnetReport, panelState } from './fixture-report.ts';
import { PanelHarness, type PanelPage } from './harness.ts';

let harness: PanelHarness;

before(async () => {
  harness = await PanelHarness.start();
});
after(() => harness.close());

/** A test that also fails on any error in the page, violations of the content security policy included. */
function panelTest(name: string, run: (panel: PanelPage) => Promise<void>): void {
  test(name, async () => {
    const panel = await harness.open();
    await run(panel);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
}

/** The last picture that the page wanted to save. */
async function savedPicture(panel: PanelPage) {
  await panel.page.waitForFunction(
    () => (Reflect.get(window, 'posted') as { type: string }[]).at(-1)?.type === 'savePicture',
  );
  return panel.page.evaluate(async () => {
    type Saved = { name: string; format: 'png' | 'svg'; content: Uint8Array<ArrayBuffer> };
    const saved = (Reflect.get(window, 'posted') as Saved[]).at(-1);
    if (saved === undefined) return undefined;
    const { name, format, content } = saved;
    if (format === 'svg') return { name, text: new TextDecoder().decode(content), width: 0, height: 0, corner: [0] };
    const picture = await createImageBitmap(new Blob([content], { type: 'image/png' }));
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    context?.drawImage(picture, 0, 0);
    const corner = [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
    return { name, text: '', width: picture.width, height: picture.height, corner };
  });
}

async function takeAway(panel: PanelPage, chart: string, item: string): Promise<void> {
  const menu = panel.page.locator('figure', { has: panel.page.getByRole('heading', { name: chart, exact: true }) });
  if ((await menu.locator('.menu[open]').count()) === 0) await menu.locator('.menu > summary').click();
  await menu.getByText(item).click();
}

panelTest(
  'a chart is saved as a picture that can stand alone, in the colours of the theme or for print',
  async (panel) => {
    await panel.show(panelState(alexnetReport()));
    await takeAway(panel, 'Performance', 'Save as PNG');
    const dark = await savedPicture(panel);
    const chart = await panel.page.locator('canvas[role="img"]').nth(2).boundingBox();
    assert.equal(dark?.name, 'Performance');
    assert.ok(
      dark.width > (chart?.width ?? 0) && dark.height > (chart?.height ?? 0),
      'with room for heading and source',
    );
    assert.ok((dark.corner[0] ?? 255) < 128, `${dark.corner}`);
    await takeAway(panel, 'Performance', 'Colours for print');
    await takeAway(panel, 'Performance', 'Save as PNG');
    await panel.page.waitForFunction(() => (Reflect.get(window, 'posted') as { type: string }[]).length > 2);
    const print = await savedPicture(panel);
    assert.deepEqual(print?.corner, [255, 255, 255, 255]);
  },
);

for (const [view, chart] of [
  ['Overview', 'Compression ratio'],
  ['Bottlenecks', 'Where the time goes'],
  ['Memory', 'Memory over the iteration'],
] as const) {
  panelTest(`${chart} is saved as SVG that shows it, and says whose figures it shows`, async (panel) => {
    const report = alexnetReport();
    await panel.show(panelState(report));
    await panel.page.getByRole('tab', { name: view }).click();
    await takeAway(panel, chart, 'Save as SVG');
    const text = (await savedPicture(panel))?.text ?? '';
    assert.match(text, /^<svg /);
    assert.ok(text.includes(report.config.name) && text.includes(`>${chart}<`), text.slice(0, 300));
    const elements = await panel.page.evaluate(
      (svg) => new DOMParser().parseFromString(svg, 'image/svg+xml').querySelectorAll('path, rect, text').length,
      text,
    );
    assert.ok(elements > 15, `${elements} elements`);
  });
}
