/** Takes the pictures of docs/study.md: the panel's sweep view with the sweeps of examples/study, of one network each. */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'jsonc-parser';
import { heatMapOf } from '../src/exploration/heat-map-of.ts';
import { shownSweep } from '../src/exploration/shown-sweep.ts';
import { Explorer } from '../src/explore.ts';
import { nodeHost } from '../src/node/node-host.ts';
import { Runner } from '../src/run.ts';
import { ensureBrowser } from '../test/vscode-host/ensure-browser.ts';
import { panelState } from '../test/webview/fixture-report.ts';
import { PanelHarness, type PanelPage } from '../test/webview/harness.ts';
import { ROOT } from './project.ts';
import { STUDY } from './study-result.ts';

const IMAGES = path.join(ROOT, 'docs', 'images', 'study');
const HEAT = { x: 'dma.buffer', y: 'dma.engineBytesPerCycle', metric: 'speedupOverVdnn' } as const;

/** Pictures by the config that they are of: one of the sweep view's, by its name there and that of its image. */
const PICTURES: readonly { config: string; picture: string; image: RegExp; parameter?: string; file: string }[] = [
  { config: 'pcie3-titan-x', picture: 'Heat map', image: /^Heat map/, file: 'heat-map-pcie3' },
  { config: 'pcie5-h100', picture: 'Heat map', image: /^Heat map/, file: 'heat-map-pcie5' },
  { config: 'c2c-gh200', picture: 'Heat map', image: /^Heat map/, file: 'heat-map-c2c' },
  {
    config: 'c2c-gh200',
    picture: 'Responses',
    image: /answers to dma\./,
    parameter: 'Crossbar',
    file: 'responses-c2c',
  },
];

export async function takePictures(): Promise<void> {
  ensureBrowser();
  mkdirSync(IMAGES, { recursive: true });
  const harness = await PanelHarness.start();
  try {
    for (const one of PICTURES) {
      const panel = await openSweep(harness, one.config);
      await choose(panel, 'Picture', one.picture);
      if (one.picture === 'Heat map') await panel.answer('heatMap', (await sweepOf(one.config)).heatMap);
      if (one.parameter !== undefined) await choose(panel, 'Parameter', one.parameter);
      const image = panel.page.getByRole('img', { name: one.image }).first();
      await image.waitFor();
      await panel.page.waitForTimeout(100);
      await image.screenshot({ path: path.join(IMAGES, `${one.file}.png`) });
      if (panel.problems.length > 0) throw new Error(`${one.file}: ${panel.problems.join('; ')}`);
      await panel.page.close();
    }
  } finally {
    await harness.close();
  }
}

async function openSweep(harness: PanelHarness, config: string): Promise<PanelPage> {
  const { report, shown } = await sweepOf(config);
  const panel = await harness.open({ theme: 'light', width: 720, saved: { view: 'sweep' } });
  await panel.show(panelState(report));
  await panel.page.getByRole('button', { name: 'Run Sweep' }).click();
  await panel.answer('sweep', shown);
  return panel;
}

async function choose(panel: PanelPage, dropdown: string, option: string): Promise<void> {
  await panel.page.getByRole('combobox', { name: dropdown }).click();
  await panel.page.getByRole('option', { name: option }).first().click();
}

const runner = new Runner(nodeHost());

/** The sweep of a config of the study without its networks: that of the base alone. */
async function sweepOf(config: string) {
  const uri = pathToFileURL(path.join(STUDY, 'picture.cdma.json')).href;
  const [base, own] = ['base', config].map((name) =>
    parse(readFileSync(path.join(STUDY, `${name}.cdma.json`), 'utf8')),
  );
  const { 'workload.network': _, ...parameters } = base.explore.parameters;
  const buffersFirst = { [HEAT.x]: null, [HEAT.y]: null, ...parameters };
  const { extends: __, ...rest } = own;
  const text = JSON.stringify({ ...base, ...rest, explore: { ...base.explore, parameters: buffersFirst } });
  const { report, findings } = await runner.run(text, uri);
  const { explored } = await new Explorer(runner).run(text, uri);
  const heatMap = explored && heatMapOf(explored.sweep, HEAT.x, HEAT.y, HEAT.metric);
  if (report === null || explored === undefined || heatMap === undefined) throw new Error(JSON.stringify(findings));
  return { report, shown: shownSweep(explored.sweep, explored.decisions), heatMap };
}
