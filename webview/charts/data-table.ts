import { element } from '../dom.ts';
import { CHART } from '../words.ts';
import type { TableSpec } from './spec.ts';

/** The numbers of a chart as a native table that the user can open. Rows are made only while it is open. */
export class DataTable {
  readonly element = element('details', { class: 'data-table' });
  /** Wide tables are scrolled sideways, by keyboard, too. */
  readonly #place = element('div', { class: 'scroll-x', tabindex: '0', role: 'region' });
  #caption = '';
  #table: TableSpec | undefined;

  constructor() {
    this.element.append(element('summary', {}, CHART.dataTable()), this.#place);
    this.element.addEventListener('toggle', () => this.#fill());
  }

  show(caption: string, table: TableSpec): void {
    this.#caption = caption;
    this.#place.setAttribute('aria-label', CHART.tableOf(caption));
    this.#table = table;
    this.#fill();
  }

  #fill(): void {
    if (!this.element.open || this.#table === undefined) return;
    this.#place.replaceChildren(tableElement(this.#caption, this.#table));
  }
}

export function tableElement(caption: string, { columns, rows }: TableSpec): HTMLTableElement {
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...columns.map((name) => element('th', { scope: 'col' }, name)))),
    element(
      'tbody',
      {},
      ...rows.map(({ header, cells }) =>
        element('tr', {}, element('th', { scope: 'row' }, header), ...cells.map((cell) => element('td', {}, cell))),
      ),
    ),
  );
}
