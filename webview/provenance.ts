import type { Report } from '../src/report/report.ts';
import { translationOf } from '../src/words.ts';
import { tableElement } from './charts/data-table.ts';
import { element } from './dom.ts';
import { FIGURE_KIND, PROVENANCE } from './words.ts';

/** What the figures are worth and what would reproduce them; closed until asked for. */
export class Provenance {
  readonly element = element('details', { class: 'provenance' }, element('summary', {}, PROVENANCE.heading()));
  readonly #content = element('div');

  constructor() {
    this.element.append(this.#content);
  }

  show({ provenance, network, config, tool, seeds }: Report): void {
    const facts: readonly [name: string, value: string][] = [
      [PROVENANCE.network(), `${network.title}: ${network.source}`],
      [PROVENANCE.hash(), config.hash],
      [PROVENANCE.tool(), `${tool.name} ${tool.version}`],
      [PROVENANCE.model(), tool.modelVersion],
      [PROVENANCE.seeds(), seeds.length === 0 ? PROVENANCE.none() : seeds.join(', ')],
    ];
    const table = tableElement(PROVENANCE.caption(), {
      columns: [PROVENANCE.figure(), PROVENANCE.worth(), PROVENANCE.source()],
      rows: provenance.map(({ figure, kind, source }) => ({
        header: translationOf(figure),
        cells: [`${FIGURE_KIND[kind].label()}: ${FIGURE_KIND[kind].meaning()}`, source],
      })),
    });
    this.#content.replaceChildren(
      element('div', { class: 'scroll-x' }, table),
      element(
        'dl',
        { class: 'facts' },
        ...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
      ),
    );
  }
}
