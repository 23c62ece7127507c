import { formatQuantity } from '../config/quantity.ts';
import { say } from '../words.ts';
import type { LayerReport, Report } from './report.ts';

/** A result as Markdown, to be put into notes or a pull request: what was simulated, what came out, what it is worth. */
export function markdownReport(report: Report): string {
  const { config, network, bottleneck, provenance, tool } = report;
  const { gpu, link, dma, workload } = config.resolved;
  const design = `${network.title}, ${say`batch ${workload.batch}`}; ${gpu.preset}, ${link.preset} ${formatQuantity(link.bandwidth, 'bandwidth')}; ${dma.codec}, ${dma.placement}, ${formatQuantity(dma.buffer, 'size')}; ${report.fidelity}`;
  return [
    `# ${plain(config.name)}`,
    design,
    headline(report),
    `**${plain(bottleneck.sentence)}.**`,
    codecs(report),
    layers(report.layers.filter(({ offloaded }) => offloaded)),
    provenance.map(({ figure, kind, source }) => `- *${kind}*: ${plain(figure)}. ${plain(source)}.`).join('\n'),
    `${tool.name} ${tool.version}, ${say`model ${tool.modelVersion}`}, ${say`config ${config.hash}`}`,
  ]
    .join('\n\n')
    .concat('\n');
}

function headline({ time, totals, speedupOverVdnn, performanceVsOracle, cost }: Report): string {
  return table(
    [say`figure`, say`value`],
    [
      [say`speed-up over vDNN`, `${speedupOverVdnn.toFixed(3)}x`],
      [say`of the oracle`, `${(100 * performanceVsOracle).toFixed(1)} %`],
      [say`iteration: oracle, vDNN, cDMA`, [time.oracleMs, time.vdnnMs, time.cdmaMs].map(milliseconds).join(', ')],
      [say`compression ratio`, `${totals.compressionRatio.toFixed(3)}x`],
      [say`offload traffic`, `${megabytes(totals.rawBytes)} -> ${megabytes(totals.compressedBytes)}`],
      [say`area of cDMA`, `${cost.areaMm2.toFixed(3)} mm2`],
    ],
  );
}

function codecs({ codecs }: Report): string {
  return table(
    [say`codec`, say`format`, say`ratio`, say`traffic / vDNN`, say`iteration`, say`over vDNN`],
    codecs.map(({ codec, format, totals, trafficVsVdnn, cdmaMs, speedupOverVdnn }) => [
      codec,
      format,
      `${totals.compressionRatio.toFixed(3)}x`,
      trafficVsVdnn.toFixed(3),
      milliseconds(cdmaMs),
      `${speedupOverVdnn.toFixed(3)}x`,
    ]),
  );
}

function layers(offloaded: readonly LayerReport[]): string {
  return table(
    [say`layer`, say`density`, say`traffic`, say`ratio`, say`offload`, say`prefetch`, say`waits for`],
    offloaded.map(({ name, density, rawBytes, ratio, offloadMs, prefetchMs, bottleneck }) => [
      name,
      density === null ? '' : density.toFixed(3),
      megabytes(rawBytes),
      `${ratio.toFixed(3)}x`,
      milliseconds(offloadMs),
      milliseconds(prefetchMs),
      bottleneck ?? '',
    ]),
  );
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`;
  return [line(headings), `|${headings.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Names from files are text: they neither end a cell nor begin a link or a tag. */
function plain(text: string): string {
  return text.replace(/[\\|`*_[\]<>#]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}

function milliseconds(value: number): string {
  return `${value.toFixed(2)} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
