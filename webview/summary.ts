import type { Report } from '../src/report/report.ts';
import { translationOf } from '../src/words.ts';
import { CODEC } from './codecs.ts';
import { element } from './dom.ts';
import * as format from './format.ts';
import { icon } from './icons.ts';
import { COMPRESSION, FIDELITY, FIGURE_KIND, SUMMARY } from './words.ts';

/** The headline of a result: what was simulated, its key figures, and what holds it up. */
export class Summary {
  readonly element = element('section', { class: 'summary', 'aria-label': SUMMARY.label() });

  show(report: Report): void {
    this.element.replaceChildren(
      element('h1', {}, report.config.name),
      element('p', { class: 'subtitle' }, workloadText(report), element('br'), hardwareText(report)),
      element('dl', { class: 'figures' }, ...figures(report).map((figure) => figureElement(figure, report))),
      element(
        'p',
        { class: 'bottleneck' },
        icon('gauge'),
        element('strong', {}, `${SUMMARY.bottleneck()}: `),
        report.bottleneck.sentence,
      ),
    );
  }
}

/** The result in one sentence, to be read out. */
export function announcement(report: Report): string {
  return SUMMARY.announcement({
    workload: workloadText(report),
    ratio: format.factor(report.totals.compressionRatio),
    speedup: format.factor(report.speedupOverVdnn),
    oracle: format.percent(report.performanceVsOracle),
    bottleneck: report.bottleneck.sentence,
  });
}

interface Figure {
  label: string;
  value: string;
  detail: string;
  /** Words in the names of its groups of figures in the report's provenance. */
  provenance: readonly string[];
}

function figures(report: Report): Figure[] {
  const { totals, time, memory, cost } = report;
  return [
    {
      label: SUMMARY.speedup(),
      value: format.factor(report.speedupOverVdnn),
      detail: SUMMARY.speedupDetail(format.milliseconds(time.cdmaMs), format.milliseconds(time.vdnnMs)),
      provenance: ['speed-up'],
    },
    {
      label: SUMMARY.oracle(),
      value: format.percent(report.performanceVsOracle),
      detail: SUMMARY.oracleDetail(),
      provenance: ['performance vs oracle'],
    },
    {
      label: SUMMARY.ratio(),
      value: format.factor(totals.compressionRatio),
      detail: SUMMARY.ratioDetail(format.factor(totals.maxLayerRatio)),
      provenance: ['compression'],
    },
    {
      label: SUMMARY.traffic(),
      value: format.megabytes(totals.compressedBytes),
      detail: SUMMARY.trafficDetail(
        format.megabytes(totals.rawBytes),
        format.percent(totals.rawBytes === 0 ? 1 : totals.compressedBytes / totals.rawBytes),
      ),
      provenance: ['offload traffic'],
    },
    {
      label: SUMMARY.iteration(),
      value: format.milliseconds(time.cdmaMs),
      detail: SUMMARY.iterationDetail(format.milliseconds(time.oracleMs), format.milliseconds(time.vdnnMs)),
      provenance: ['cdma time', 'oracle time'],
    },
    {
      label: SUMMARY.memory(),
      value: format.gigabytes((memory.offloaded ?? memory.resident).peakBytes),
      detail: SUMMARY.memoryDetail(
        format.gigabytes(memory.capacityBytes),
        format.gigabytes(memory.resident.peakBytes),
        memory.fitsOffloaded ?? memory.fitsResident,
      ),
      provenance: ['memory'],
    },
    costFigure(cost),
  ];
}

function costFigure({ areaMm2, areaShareOfDie, energyJ, vdnnEnergyJ }: Report['cost']): Figure {
  const area = format.squareMillimetres(areaMm2);
  const share = areaShareOfDie === null ? null : format.percent(areaShareOfDie);
  if (energyJ === null || vdnnEnergyJ === null) {
    return { label: SUMMARY.area(), value: area, detail: SUMMARY.areaDetail(share), provenance: ['area'] };
  }
  return {
    label: SUMMARY.areaAndEnergy(),
    value: `${area}, ${format.joules(energyJ)}`,
    detail: SUMMARY.areaAndEnergyDetail(share, format.joules(vdnnEnergyJ)),
    provenance: ['area', 'energy'],
  };
}

function figureElement({ label, value, detail, provenance }: Figure, report: Report): HTMLElement {
  const groups = report.provenance.filter(({ figure }) =>
    provenance.some((word) => figure.toLowerCase().includes(word)),
  );
  const worth = [...new Set(groups.map(({ kind }) => FIGURE_KIND[kind].label()))].join(', ');
  const sources = groups.map(
    ({ figure, kind, source }) => `${translationOf(figure)} – ${FIGURE_KIND[kind].label()}: ${source}`,
  );
  return element(
    'div',
    { title: sources.join('\n') },
    element('dt', {}, label),
    element('dd', { class: 'value' }, value),
    element('dd', { class: 'detail' }, detail),
    element('dd', { class: 'worth' }, worth),
  );
}

function workloadText(report: Report): string {
  return SUMMARY.workload(report.network.title, format.count(report.config.resolved.workload.batch));
}

function hardwareText({ fidelity, config: { resolved } }: Report): string {
  const { gpu, link, dma } = resolved;
  const parts = [
    gpu.preset,
    `${link.preset} ${format.gigabytesPerSecond(link.bandwidth)}`,
    COMPRESSION[dma.placement](CODEC[dma.codec].long()),
    FIDELITY[fidelity](),
  ];
  if (link.gpusSharing > 1) parts.splice(2, 0, SUMMARY.sharedBy(format.count(link.gpusSharing)));
  return parts.join(' · ');
}
