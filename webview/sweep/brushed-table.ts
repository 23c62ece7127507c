import type { SweepColumns } from '../../src/exploration/columns.ts';
import { tableElement } from '../charts/data-table.ts';
import { element, setText } from '../dom.ts';
import { count } from '../format.ts';
import { MOST_LISTED_ROWS } from './brush.ts';
import { tableOfRows } from './columns.ts';
import { SWEEP } from './words.ts';

/** A hand that has not moved for so long rests. */
const REST_MS = 120;

/** How many points are brushed, and the first of them with all their columns. */
export class BrushedTable {
  readonly #count = element('p', { class: 'description' });
  /** Wide tables are scrolled sideways, by keyboard, too. */
  readonly #place = element('div', { class: 'scroll-x', tabindex: '0', role: 'region' });
  readonly element = element('div', { hidden: '' }, this.#count, this.#place);
  #resting: ReturnType<typeof setTimeout> | undefined;
  #listed: { sweep: SweepColumns; rows: readonly number[] } | undefined;

  constructor() {
    this.#place.setAttribute('aria-label', SWEEP.brushedCaption());
  }

  /** The count changes at once. The table, which takes longer than a frame, waits until the hand rests. */
  show(sweep: SweepColumns, rows: readonly number[]): void {
    const shown = rows.slice(0, MOST_LISTED_ROWS);
    this.element.hidden = rows.length === 0;
    setText(this.#count, SWEEP.brushed(count(rows.length), count(shown.length)));
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#list(sweep, shown), REST_MS);
  }

  #list(sweep: SweepColumns, rows: readonly number[]): void {
    const listed = this.#listed;
    if (listed?.sweep === sweep && listed.rows.length === rows.length && rows.every((row, i) => row === listed.rows[i]))
      return;
    this.#listed = { sweep, rows };
    this.#place.replaceChildren(tableElement(SWEEP.brushedCaption(), tableOfRows(sweep, rows)));
  }
}
