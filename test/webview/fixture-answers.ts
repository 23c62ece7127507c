/** What the simulator really answers to the questions of a page, for the config of the fixtures' name. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compare } from '../../src/comparison/comparison.ts';
import { comparisonCsv } from '../../src/comparison/comparison-csv.ts';
import { comparisonMarkdown } from '../../src/comparison/comparison-markdown.ts';
import { Details } from '../../src/details.ts';
import { heatMapOf } from '../../src/exploration/heat-map-of.ts';
import { shownSweep } from '../../src/exploration/shown-sweep.ts';
import { Explorer } from '../../src/explore.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import type { Report } from '../../src/report/report.ts';
import { overrideText, Runner } from '../../src/run.ts';
import type { ValidationRow } from '../../src/validation/row.ts';

const URI = 'file:///designs/views.cdma.json';

/** Small enough to be simulated for every test, and with something to see in every view. */
export const TEXT = JSON.stringify({
  name: 'AlexNet on a slow DRAM',
  gpu: { preset: 'titanx-maxwell', dramBandwidth: '200 GB/s' },
  cost: { energy: 'on' },
  workload: { network: 'alexnet', activations: { source: 'model', trainingProgress: 0.5 } },
  explore: {
    parameters: {
      'dma.buffer': { from: '8 KB', to: '256 KB', count: 11, scale: 'logarithmic' },
      'gpu.memoryControllers': { from: 1, to: 12, step: 1 },
      'link.preset': ['pcie3-x16', 'pcie4-x16', 'pcie5-x16'],
    },
    constraints: ['cdmaArea < 2 mm2'],
    objectives: { speedupOverVdnn: 'maximise', cdmaArea: 'minimise' },
  },
});

const runner = new Runner(nodeHost());

export async function realReport(text = TEXT): Promise<Report> {
  const { report, findings } = await runner.run(text, URI);
  if (report === null) throw new Error(JSON.stringify(findings));
  return report;
}

const details = new Details(runner);

/** All answers but that about the six networks, whose activations take seconds. */
export async function answersOfConfig() {
  const [timeline, curves] = [await details.timeline(TEXT, URI), await details.curves(TEXT, URI)];
  const { explored } = await new Explorer(runner).run(TEXT, URI);
  if (timeline === undefined || curves === undefined || explored === undefined)
    throw new Error('the config has errors');
  const heatMap = heatMapOf(explored.sweep, 'dma.buffer', 'gpu.memoryControllers', 'speedupOverVdnn');
  if (heatMap === undefined) throw new Error('the sweep has no heat map');
  return {
    timeline,
    curves,
    sweep: shownSweep(explored.sweep, explored.decisions),
    heatMap,
    validation: JSON.parse(
      readFileSync(new URL('../../docs/validation.json', import.meta.url), 'utf8'),
    ) as ValidationRow[],
  };
}

export function answerOfNetworks() {
  return details.networks(TEXT, URI, () => {});
}

/** The result of a network file: convolutions one after the other, which are halved now and then. */
export async function reportOfLayers(count: number): Promise<Report> {
  const layers = Array.from({ length: count }, (_, index) => ({
    kind: 'conv',
    name: `conv${index + 1}`,
    channels: 64,
    kernel: 3,
    stride: index % 50 === 49 ? 2 : 1,
    pad: 1,
    relu: true,
  }));
  const network = { title: `${count} layers`, input: [3, 64, 64], defaultBatch: 32, layers };
  const folder = mkdtempSync(path.join(tmpdir(), 'cdma-layers-'));
  try {
    writeFileSync(path.join(folder, 'deep.cdma-network.json'), JSON.stringify(network));
    const workload = { network: './deep.cdma-network.json', activations: { source: 'uniform', ratio: 2.6 } };
    const uri = pathToFileURL(path.join(folder, 'deep.cdma.json')).href;
    const { report, findings } = await new Runner(nodeHost()).run(JSON.stringify({ workload }), uri);
    if (report === null) throw new Error(JSON.stringify(findings));
    return report;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The present result and two others, as the extension sends them. */
export async function realComparison() {
  const texts = [
    TEXT,
    overrideText(TEXT, ['dma', 'buffer'], '16 KB'),
    overrideText(TEXT, ['link', 'preset'], 'pcie4-x16'),
  ];
  const results = await Promise.all(texts.map((text) => realReport(text)));
  const contestants = results.map((result, index) => ({
    id: index === 0 ? '' : `run-${index}`,
    name: `Run ${index}`,
    result,
  }));
  const comparison = compare(contestants);
  return { contestants, comparison, markdown: comparisonMarkdown(comparison), csv: comparisonCsv(comparison) };
}
