import type { ConfigPath } from '../../src/findings/finding.ts';
import type { ValidationRow, Verdict } from '../../src/validation/row.ts';
import type { Announcer } from '../announcer.ts';
import { tableElement } from '../charts/data-table.ts';
import { ChartFigure, type FigureActions } from '../charts/figure.ts';
import { createDropdown } from '../controls.ts';
import { element, setText } from '../dom.ts';
import type { Host } from '../host.ts';
import type { Theme } from '../theme.ts';
import type { View } from '../view.ts';
import { ASKED } from '../words.ts';
import { errorText, publishedText, simulatedText, VERDICTS, verdictChart } from './verdicts.ts';
import { VALIDATION } from './words.ts';

type Shown = Verdict | 'all';

/** Every published and measured figure beside ours: what the model is worth, misses first. */
export class ValidationView implements View {
  readonly element = element('div');
  readonly #host: Host;
  readonly #status = element('p', { class: 'study-status', role: 'status' });
  readonly #sentence = element('p', { class: 'sentence' });
  readonly #body = element('div', { class: 'report-view', hidden: '' });
  readonly #figure: ChartFigure;
  readonly #table = element('div', { class: 'scroll-x verdicts', tabindex: '0', role: 'region' });
  #theme: Theme;
  #shown: Shown = 'misses';
  #isShown = false;
  #isAsked = false;
  #rows: readonly ValidationRow[] | undefined;

  constructor(theme: Theme, announcer: Announcer, actions: FigureActions, host: Host) {
    this.#theme = theme;
    this.#host = host;
    this.#figure = new ChartFigure(announcer, actions);
    this.#table.setAttribute('aria-label', VALIDATION.caption());
    const choices: { value: Shown; label: string }[] = [
      ...[...VERDICTS].reverse().map((value) => ({ value, label: VALIDATION.verdicts[value]() })),
      { value: 'all', label: VALIDATION.all() },
    ];
    const filter = createDropdown(VALIDATION.show(), choices, this.#shown, (shown) => {
      this.#shown = shown;
      this.#fillTable();
    });
    this.#body.append(
      element('h1', {}, VALIDATION.heading()),
      this.#sentence,
      element('p', { class: 'description' }, VALIDATION.note()),
      this.#figure.element,
      element('div', { class: 'controls' }, filter),
      this.#table,
    );
    this.element.append(this.#status, this.#body);
  }

  setReport(): void {
    // The table is the same for every config.
  }

  setOutdated(): void {
    // It never is.
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#draw();
  }

  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    if (isShown && !this.#isAsked) this.#ask();
    this.#draw();
  }

  setCaret(_: ConfigPath | undefined): void {
    // No key of a config decides about it.
  }

  #ask(): void {
    this.#isAsked = true;
    setText(this.#status, ASKED.computing());
    void this.#host.ask('validation', {}).then(
      (rows) => {
        this.#rows = rows;
        setText(this.#status, '');
        this.#body.hidden = false;
        this.#fillTable();
        this.#draw();
      },
      (reason: Error) => {
        this.#isAsked = false;
        setText(this.#status, reason.message);
      },
    );
  }

  #draw(): void {
    if (!this.#isShown || this.#rows === undefined) return;
    const count = (verdict: Verdict): number => this.#rows?.filter((row) => row.verdict === verdict).length ?? 0;
    setText(this.#sentence, VALIDATION.sentence(this.#rows.length, count('agrees'), count('close'), count('misses')));
    this.#figure.show(verdictChart(this.#rows), this.#theme, VALIDATION.heading());
  }

  #fillTable(): void {
    const rows = (this.#rows ?? []).filter(({ verdict }) => this.#shown === 'all' || verdict === this.#shown);
    this.#table.replaceChildren(
      tableElement(VALIDATION.caption(), {
        columns: [
          VALIDATION.quantity(),
          VALIDATION.published(),
          VALIDATION.ours(),
          VALIDATION.error(),
          VALIDATION.verdict(),
          VALIDATION.worth(),
          VALIDATION.reason(),
          VALIDATION.source(),
        ],
        rows: rows.map((row) => ({
          header: row.quantity,
          cells: [
            publishedText(row),
            simulatedText(row),
            errorText(row),
            VALIDATION.verdicts[row.verdict](),
            VALIDATION.statuses[row.status](),
            row.reason,
            row.source,
          ],
        })),
      }),
    );
  }
}
