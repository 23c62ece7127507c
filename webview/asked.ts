import type { QuestionKind, Questions } from '../protocol/messages.ts';
import type { Report } from '../src/report/report.ts';
import { element, setText } from './dom.ts';
import type { Host } from './host.ts';
import { ASKED } from './words.ts';

/** Kinds of questions that are about one result. */
export type ResultKind = {
  [Kind in QuestionKind]: Questions[Kind]['question'] extends { hash: string } ? Kind : never;
}[QuestionKind];

/**
 * Figures beyond the report, which are only computed while someone looks at them. What was answered last stays, dimmed, until
 * the answer about the present result has come.
 */
export class Asked<Kind extends ResultKind> {
  readonly status = element('p', { class: 'study-status', role: 'status' });
  readonly #host: Host;
  readonly #kind: Kind;
  readonly #body: HTMLElement;
  readonly #onAnswer: (report: Report, content: Questions[Kind]['answer']) => void;
  #isShown = false;
  #isOutdated = false;
  #report: Report | undefined;
  #asking: { report: Report; controller: AbortController } | undefined;
  #answer: { report: Report; content: Questions[Kind]['answer'] } | undefined;

  /**
   * @param body shown once there is an answer.
   */
  constructor(
    host: Host,
    kind: Kind,
    body: HTMLElement,
    onAnswer: (report: Report, content: Questions[Kind]['answer']) => void,
  ) {
    this.#host = host;
    this.#kind = kind;
    this.#body = body;
    this.#onAnswer = onAnswer;
  }

  get answer(): { report: Report; content: Questions[Kind]['answer'] } | undefined {
    return this.#answer;
  }

  setReport(report: Report): void {
    this.#report = report;
    this.#update();
  }

  setOutdated(isOutdated: boolean): void {
    this.#isOutdated = isOutdated;
    this.#mark();
  }

  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#update();
  }

  #update(): void {
    const report = this.#report;
    this.#mark();
    if (!this.#isShown || report === undefined) return;
    if (this.#answer?.report === report || this.#asking?.report === report) return;
    this.#asking?.controller.abort();
    const controller = new AbortController();
    this.#asking = { report, controller };
    setText(this.status, this.#answer === undefined ? ASKED.computing() : '');
    const question: Questions[Kind]['question'] = { hash: report.config.hash };
    void this.#host.ask(this.#kind, question, { signal: controller.signal }).then(
      (content) => this.#settle(report, content),
      (reason: Error) => this.#fail(report, reason.message),
    );
  }

  #settle(report: Report, content: Questions[Kind]['answer']): void {
    if (this.#asking?.report !== report) return;
    this.#asking = undefined;
    this.#answer = { report, content };
    setText(this.status, '');
    this.#body.hidden = false;
    this.#mark();
    this.#onAnswer(report, content);
  }

  #fail(report: Report, message: string): void {
    if (this.#asking?.report !== report) return;
    this.#asking = undefined;
    setText(this.status, message);
  }

  #mark(): void {
    const isOlder = this.#answer !== undefined && this.#answer.report !== this.#report;
    this.#body.classList.toggle('outdated', this.#isOutdated || isOlder);
  }
}
