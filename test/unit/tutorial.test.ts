/** docs/tutorial.md: its configs are what it shows, and its figures are what they give. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Explorer } from '../../src/explore.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import type { Report } from '../../src/report/report.ts';
import { Runner } from '../../src/run.ts';

const PAGE = readFileSync(new URL('../../docs/tutorial.md', import.meta.url), 'utf8');
const prose = PAGE.replace(/```[\s\S]*?```/g, '').replace(/\s+/g, ' ');
const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma-tutorial-'));
after(() => rmSync(folder, { recursive: true }));
const runner = new Runner(nodeHost());

const CONFIGS = new Map(
  [...PAGE.matchAll(/```json file=(\S+)\n([\s\S]*?)```/g)].map(([, name = '', text = '']) => [name, text]),
);
for (const [name, text] of CONFIGS) writeFileSync(path.join(folder, name), text);

const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;

async function run(name: string) {
  const outcome = await runner.run(CONFIGS.get(name) ?? '', uriOf(name));
  assert.ok(outcome.report, `${name}: ${JSON.stringify(outcome.findings)}`);
  return { ...outcome, report: outcome.report };
}

function says(...figures: readonly string[]): void {
  for (const figure of figures) assert.ok(prose.includes(figure), `the page does not say ${figure}`);
}

function ratioOf({ layers }: Report, name: string): string {
  const found = layers.find((layer) => layer.name === name)?.ratio;
  return `${found?.toFixed(2)}x for \`${name}\``;
}

test('the machine as it is', async () => {
  const { report } = await run('v100.cdma.json');
  const { totals, time, speedupOverVdnn, performanceVsOracle } = report;
  says(
    `${totals.compressionRatio.toFixed(2)}x`,
    `to ${((100 * totals.compressedBytes) / totals.rawBytes).toFixed(0)} %`,
  );
  says(`${time.cdmaMs.toFixed(0)} ms instead of vDNN's ${time.vdnnMs.toFixed(0)} ms`);
  says(`+${(100 * (speedupOverVdnn - 1)).toFixed(0)} %`, `${performanceVsOracle.toFixed(2)} of a GPU`);
  says(ratioOf(report, 'conv1_1'), ratioOf(report, 'conv5_3'));
});

test('another link', async () => {
  const { report, findings } = await run('v100-pcie5.cdma.json');
  says(`at ${report.time.vdnnMs.toFixed(0)} ms now`, `+${(100 * (report.speedupOverVdnn - 1)).toFixed(1)} %`);
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  assert.deepEqual(warnings.map(({ code }) => code).sort(), ['crossbar-bandwidth', 'dma-buffer']);
  const buffer = warnings.find(({ code }) => code === 'dma-buffer');
  says(`${/With dma\.buffer at (\d+ KB)/.exec(buffer?.help ?? '')?.[1]} for the buffer`);
});

test('the design space, and what is decided', async () => {
  const text = CONFIGS.get('buffer.cdma.json') ?? '';
  const { explored } = await new Explorer(runner).run(text, uriOf('buffer.cdma.json'));
  assert.ok(explored, 'the sweep runs');
  const { sweep, decisions } = explored;
  const figure = (row: number, id: 'speedupOverVdnn' | 'cdmaArea'): number =>
    sweep.metrics.get(id)?.[row] ?? Number.NaN;
  const area = (row: number): string => `${(1e6 * figure(row, 'cdmaArea')).toFixed(2)} mm²`;
  const [best, cheapest] = [sweep.best ?? -1, decisions.cheapest?.row ?? -1];
  says(`${sweep.ids.length} designs, ${decisions.front.length} of them on the front`);
  says(`at ${figure(best, 'speedupOverVdnn').toFixed(3)}`, area(best));
  says(`2 % of it, ${figure(cheapest, 'speedupOverVdnn').toFixed(3)}`, area(cheapest));
  const { expectations } = await run('decided.cdma.json');
  assert.equal(expectations.length, 2);
  for (const { met, message } of expectations) assert.equal(met, true, message);
});
