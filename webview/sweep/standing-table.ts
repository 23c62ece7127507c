import type { ShownSweep } from '../../src/exploration/shown-sweep.ts';
import { createButton } from '../controls.ts';
import { element } from '../dom.ts';
import { percent } from '../format.ts';
import { columnOf, nameOf, valueText } from './columns.ts';
import { tellingKeys } from './views/sweep-view.ts';
import { CHOICES, SWEEP } from './words.ts';

/** The points that stand out, each with what tells it from the others and a button that chooses it. */
export class StandingTable {
  readonly element = element('div', { class: 'scroll-x standing', tabindex: '0', role: 'region' });
  readonly #choose: (row: number) => void;

  constructor(choose: (row: number) => void) {
    this.#choose = choose;
    this.element.setAttribute('aria-label', CHOICES.caption());
  }

  show(shown: ShownSweep): void {
    const { columns } = shown;
    const told = tellingKeys(columns).flatMap((key) => columnOf(columns, key) ?? []);
    const rows = standingOf(shown);
    this.element.hidden = rows.length === 0;
    const head = element(
      'tr',
      {},
      element('th', { scope: 'col' }, CHOICES.point()),
      ...told.map((column) => element('th', { scope: 'col' }, nameOf(column))),
      element('td'),
    );
    const body = rows.map(({ name, row }) => {
      const button = createButton(CHOICES.choose(), () => this.#choose(row));
      button.setAttribute('aria-label', CHOICES.chooseNamed(name));
      const cells = told.map((column) => element('td', {}, valueText(column, row)));
      return element('tr', {}, element('th', { scope: 'row' }, name), ...cells, element('td', {}, button));
    });
    this.element.replaceChildren(
      element(
        'table',
        {},
        element('caption', { class: 'visually-hidden' }, CHOICES.caption()),
        element('thead', {}, head),
        element('tbody', {}, ...body),
      ),
    );
  }
}

function standingOf({ columns, decisions: { knee, cheapest } }: ShownSweep): { name: string; row: number }[] {
  const nameOfMetric = (key: string): string => {
    const column = columnOf(columns, key);
    return column === undefined ? key : nameOf(column);
  };
  return [
    ...(columns.best === null ? [] : [{ name: SWEEP.best(), row: columns.best }]),
    ...(knee === null ? [] : [{ name: CHOICES.knee(), row: knee }]),
    ...(cheapest === null
      ? []
      : [
          {
            name: CHOICES.cheapest(nameOfMetric(cheapest.price.metric), percent(cheapest.tolerance)),
            row: cheapest.row,
          },
        ]),
  ];
}
