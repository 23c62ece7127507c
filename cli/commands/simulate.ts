import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasEffect, type ResourceView } from '../../src/attribution/attribute.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { layersCsv } from '../../src/report/layers-csv.ts';
import { markdownReport } from '../../src/report/markdown-report.ts';
import type { LayerReport, Report } from '../../src/report/report.ts';
import { toPerfettoTrace } from '../../src/report/trace.ts';
import { overrideText, Runner } from '../../src/run.ts';
import { writeOutput } from '../output-file.ts';
import { formatFinding, needsAttention } from '../print-findings.ts';
import { type Column, formatTable } from '../table.ts';
import { EXIT_FINDINGS, EXIT_FINE, onlyFile, readArguments, readInput, UsageError } from '../usage.ts';

const LAYER_COLUMNS: readonly Column<LayerReport>[] = [
  { heading: 'layer', align: 'left', cell: ({ name }) => name },
  { heading: 'kind', align: 'left', cell: ({ kind }) => kind },
  { heading: 'shape', align: 'left', cell: ({ shape }) => shape.join('x') },
  { heading: 'density', align: 'right', cell: ({ density }) => (density === null ? '' : density.toFixed(3)) },
  { heading: 'raw MB', align: 'right', cell: ({ offloaded, rawBytes }) => (offloaded ? megabytes(rawBytes) : '') },
  {
    heading: 'compressed MB',
    align: 'right',
    cell: (layer) => (layer.offloaded ? megabytes(layer.compressedBytes) : ''),
  },
  { heading: 'ratio', align: 'right', cell: ({ offloaded, ratio }) => (offloaded ? ratio.toFixed(3) : '') },
  { heading: 'forward ms', align: 'right', cell: ({ forwardMs }) => forwardMs.toFixed(4) },
  { heading: 'backward ms', align: 'right', cell: ({ backwardMs }) => backwardMs.toFixed(4) },
  {
    heading: 'offload ms',
    align: 'right',
    cell: ({ offloaded, offloadMs }) => (offloaded ? offloadMs.toFixed(4) : ''),
  },
  { heading: 'prefetch ms', align: 'right', cell: (layer) => (layer.offloaded ? layer.prefetchMs.toFixed(4) : '') },
  { heading: 'bottleneck', align: 'left', cell: ({ bottleneck }) => bottleneck ?? '' },
];

/** The four views of what the iteration waits for; docs/model.md, "Attribution". */
const RESOURCE_COLUMNS: readonly Column<ResourceView>[] = [
  { heading: 'resource', align: 'left', cell: ({ resource }) => resource },
  { heading: 'works', align: 'right', cell: ({ utilisation }) => (utilisation === null ? '' : percent(utilisation)) },
  { heading: 'critical path', align: 'right', cell: ({ criticalPathShare }) => percent(criticalPathShare) },
  {
    heading: 'elasticity -1 % / +1 %',
    align: 'right',
    cell: ({ elasticity }) => `${elasticity.slower.toFixed(3)} / ${elasticity.faster.toFixed(3)}`,
  },
  {
    heading: 'if unlimited',
    align: 'right',
    cell: ({ speedupIfInfinite }) => (speedupIfInfinite === null ? '' : `${speedupIfInfinite.toFixed(3)}x`),
  },
];

/** `cdma simulate FILE`: one training iteration as a table, JSON, CSV or trace. */
export async function simulate(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean', default: false },
    csv: { type: 'string' },
    markdown: { type: 'string' },
    trace: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
  });
  const file = onlyFile(positionals, 'config');
  const text = values.set.reduce(applySet, readInput(file));
  const runner = new Runner(nodeHost());
  const { report, timelines, findings } = await runner.run(text, pathToFileURL(path.resolve(file)).href);
  if (report !== null && timelines !== null) {
    if (values.csv !== undefined) await writeOutput(values.csv, layersCsv(report));
    if (values.markdown !== undefined) await writeOutput(values.markdown, markdownReport(report));
    if (values.trace !== undefined) await writeOutput(values.trace, JSON.stringify(toPerfettoTrace(report, timelines)));
  }
  if (values.json) console.log(JSON.stringify({ ...report, findings }, null, 2));
  else if (report !== null) console.log(describe(report));
  for (const finding of findings) console.error(formatFinding(finding));
  return needsAttention(findings) ? EXIT_FINDINGS : EXIT_FINE;
}

/** Applies one `--set path=value`: numbers, true and false as such, everything else as text. */
function applySet(text: string, assignment: string): string {
  const split = assignment.indexOf('=');
  if (split < 1) throw new UsageError(`--set ${assignment}: expected path=value, for example dma.buffer="140 KB"`);
  const value = assignment.slice(split + 1);
  const literal = value === 'true' || value === 'false' || /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value);
  return overrideText(text, assignment.slice(0, split).split('.'), literal ? JSON.parse(value) : value);
}

function describe(report: Report): string {
  const { config, network, totals, time, codecs, cost, bottleneck } = report;
  const { dma, workload } = config.resolved;
  const codecTable = formatTable(
    [
      { heading: 'codec', align: 'left', cell: ({ codec }) => codec },
      { heading: 'format', align: 'left', cell: ({ format }) => format },
      { heading: 'ratio', align: 'right', cell: (row) => `${row.totals.compressionRatio.toFixed(2)}x` },
      { heading: 'max layer', align: 'right', cell: (row) => `${row.totals.maxLayerRatio.toFixed(2)}x` },
      { heading: 'traffic / vDNN', align: 'right', cell: (row) => row.trafficVsVdnn.toFixed(3) },
      { heading: 'iteration ms', align: 'right', cell: (row) => row.cdmaMs.toFixed(2) },
      { heading: 'of oracle', align: 'right', cell: (row) => row.performanceVsOracle.toFixed(3) },
      { heading: 'over vDNN', align: 'right', cell: (row) => gain(row.speedupOverVdnn) },
    ],
    codecs,
  );
  return [
    `${config.name}: ${network.title}, batch ${workload.batch}, codec ${dma.codec}, ${report.fidelity}`,
    formatTable(LAYER_COLUMNS, report.layers),
    codecTable,
    `Offload traffic ${megabytes(totals.rawBytes)} MB -> ${megabytes(totals.compressedBytes)} MB an iteration`,
    `Iteration: oracle ${time.oracleMs.toFixed(2)} ms, vDNN ${time.vdnnMs.toFixed(2)} ms, cDMA ${time.cdmaMs.toFixed(2)} ms (${gain(report.speedupOverVdnn)} over vDNN, ${report.performanceVsOracle.toFixed(3)} of oracle)`,
    describeCost(cost),
    describeMemory(report.memory),
    bottleneck.sentence,
    formatTable(RESOURCE_COLUMNS, report.attribution.resources.filter(isInvolved)),
    report.provenance.map(({ figure, kind, source }) => `${kind}: ${figure}. ${source}.`).join('\n'),
    `cDMA Explorer ${report.tool.version}, model ${report.tool.modelVersion}, config ${config.hash}`,
  ].join('\n\n');
}

function describeCost({ areaMm2, areaShareOfDie, energyJ, vdnnEnergyJ }: Report['cost']): string {
  const share = areaShareOfDie === null ? '' : ` (${(areaShareOfDie * 100).toFixed(2)} % of the die)`;
  const energy =
    energyJ === null || vdnnEnergyJ === null
      ? '; energy off, it rests on assumed constants: set cost.energy to "on"'
      : `, ${energyJ.toFixed(1)} J an iteration (vDNN ${vdnnEnergyJ.toFixed(1)} J)`;
  return `Cost: ${areaMm2.toFixed(2)} mm2${share}${energy}`;
}

function describeMemory({ resident, offloaded, capacityBytes, fitsResident, fitsOffloaded }: Report['memory']): string {
  const fits = (whether: boolean): string => (whether ? 'fits' : 'does not fit');
  const schedule =
    offloaded === null
      ? 'no schedule, as staging is unlimited'
      : `offloading peak ${gigabytes(offloaded.peakBytes)} GB, average ${gigabytes(offloaded.averageBytes)} GB (${fits(fitsOffloaded ?? true)})`;
  return `GPU memory ${gigabytes(capacityBytes)} GB: everything resident ${gigabytes(resident.peakBytes)} GB (${fits(fitsResident)}), ${schedule}`;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(2);
}

function isInvolved(view: ResourceView): boolean {
  return hasEffect(view) || (view.utilisation ?? 0) > 0;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(3);
}

/** 1.47 as `+47.0 %`. */
function gain(speedup: number): string {
  const percent = (speedup - 1) * 100;
  return `${percent < 0 ? '' : '+'}${percent.toFixed(1)} %`;
}
