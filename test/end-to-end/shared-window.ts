/**
 * Windows of end-to-end tests. To open one takes as long as most of what is done in it: parts that begin alike follow each other in
 * one window, each on fresh files.
 */
import { after, afterEach } from 'node:test';
import { type Session, type SessionOptions, startSession } from '../vscode-host/session.ts';
import type { Workbench } from '../vscode-host/workbench.ts';

let shared: { readonly session: Session; readonly begun: string } | undefined;
after(() => shared?.session.stop());
afterEach(async (context) => {
  const name = `failed-${context.name.replaceAll(/\W+/g, '-')}`;
  if ('passed' in context && context.passed === false) await shared?.session.picture(name);
});

/** The window of one part. */
export class SharedWindow {
  #session: Session | undefined;

  constructor(private readonly options: SessionOptions) {}

  /** The first thing a part does: opens a window, or goes on in that of the part before it. */
  async open(): Promise<void> {
    const { name: _, files: __, viewport: ___, ...conditions } = this.options;
    const begun = JSON.stringify(conditions);
    if (shared?.begun === begun) await shared.session.beginAnew(this.options);
    else {
      await shared?.session.stop();
      shared = undefined;
      shared = { session: await startSession(this.options), begun };
    }
    this.#session = shared.session;
  }

  get workbench(): Workbench {
    return this.#opened.workbench;
  }

  /** The throw-away copy of the part's files. */
  get folder(): string {
    return this.#opened.folder;
  }

  /** Saves a picture of the window among the part's artifacts. */
  picture(name: string): Promise<void> {
    return this.#opened.picture(name);
  }

  get #opened(): Session {
    if (this.#session === undefined) throw new Error('the window was not opened');
    return this.#session;
  }
}
