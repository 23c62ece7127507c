/** Views of the panel that are a sentence and charts of the report. */
import type { Report } from '../src/report/report.ts';
import type { Announcer } from './announcer.ts';
import { AskedView } from './asked-view.ts';
import { areaChart, energyChart } from './charts/cost.ts';
import { tableElement } from './charts/data-table.ts';
import type { FigureActions } from './charts/figure.ts';
import { bufferChart, controllerChart, rooflineChart } from './charts/limits.ts';
import { memoryComponentsChart, memoryTimelineChart, peakMemoryChart } from './charts/memory.ts';
import { criticalPathChart, criticalRatioChart, unlimitedChart } from './charts/resources.ts';
import { waterfallChart } from './charts/waterfall.ts';
import { LIMITS } from './charts/words.ts';
import { element } from './dom.ts';
import { factor, percent, squareMillimetres } from './format.ts';
import type { Host } from './host.ts';
import { ReportView } from './report-view.ts';
import type { Theme } from './theme.ts';
import { ATTRIBUTED_RESOURCE, BOTTLENECKS, COST, MEMORY, PROVENANCE } from './words.ts';

export function bottlenecksView(theme: Theme, announcer: Announcer, actions: FigureActions): ReportView {
  return new ReportView(theme, announcer, actions, {
    sentence: ({ bottleneck }) => `${bottleneck.sentence}.`,
    note: BOTTLENECKS.note(),
    charts: [waterfallChart, criticalPathChart, unlimitedChart, criticalRatioChart],
  });
}

export function limitsView(
  theme: Theme,
  announcer: Announcer,
  actions: FigureActions,
  host: Host,
): AskedView<'curves'> {
  return new AskedView(theme, announcer, actions, host, {
    kind: 'curves',
    sentence: limitsSentence,
    note: LIMITS.note(),
    charts: [rooflineChart, bufferChart, controllerChart],
  });
}

export function memoryView(theme: Theme, announcer: Announcer, actions: FigureActions): ReportView {
  return new ReportView(theme, announcer, actions, {
    sentence: memorySentence,
    note: MEMORY.note(),
    charts: [peakMemoryChart, memoryTimelineChart, memoryComponentsChart],
  });
}

export function costView(theme: Theme, announcer: Announcer, actions: FigureActions): ReportView {
  return new ReportView(theme, announcer, actions, {
    sentence: ({ cost: { areaMm2, areaShareOfDie } }) =>
      COST.sentence(squareMillimetres(areaMm2), areaShareOfDie === null ? null : percent(areaShareOfDie)),
    note: COST.note(),
    charts: [areaChart, energyChart],
    appendix: costAppendix,
  });
}

/** The station that takes over from the link first. */
function limitsSentence({ stations }: Report): string {
  const [first] = stations
    .flatMap(({ station, criticalRatio }) => (criticalRatio === null ? [] : [{ station, criticalRatio }]))
    .sort((a, b) => a.criticalRatio - b.criticalRatio);
  return first === undefined
    ? LIMITS.linkOnly()
    : LIMITS.sentence(ATTRIBUTED_RESOURCE[first.station](), factor(first.criticalRatio));
}

function memorySentence({ memory: { fitsResident, fitsOffloaded } }: Report): string {
  if (fitsResident) return MEMORY.fits();
  return fitsOffloaded === null ? MEMORY.unknown() : fitsOffloaded ? MEMORY.fitsOffloaded() : MEMORY.fitsNot();
}

/** Every constant with where it comes from: nobody shall take an assumption for a measurement. */
function costAppendix({ cost: { constants, energy } }: Report): HTMLElement[] {
  const table = tableElement(COST.constants(), {
    columns: [COST.constant(), COST.value(), PROVENANCE.worth(), PROVENANCE.source()],
    rows: constants.map(({ name, value, kind, source }) => ({
      header: name,
      cells: [value, COST.kinds[kind](), source],
    })),
  });
  const place = element(
    'div',
    { class: 'scroll-x', tabindex: '0', role: 'region', 'aria-label': COST.constants() },
    table,
  );
  const off = energy === null ? [element('p', { class: 'description' }, COST.energyOff())] : [];
  return [...off, place];
}
