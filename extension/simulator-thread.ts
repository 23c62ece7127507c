import type { FeatureMaps } from '../src/activations/activation-study.ts';
import type { Place } from '../src/editing/place.ts';
import type { ShownSweep } from '../src/exploration/shown-sweep.ts';
import type { ConfigPath } from '../src/findings/finding.ts';
import { say } from '../src/words.ts';
import { confinement, onDidChangeConfinement } from './threads/confinement.ts';
import type { StartThread, Thread } from './threads/thread.ts';
import { answerFile } from './threads/workspace-files.ts';
import type { Answer, AnswerOf, FileQuestion, Question, WorkerReply } from './worker/messages.ts';

/** What became of a run. */
export type RunResult = AnswerOf<'ran' | 'cancelled' | 'failed'>;

export interface AskOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number, partial?: ShownSweep) => void;
}

/** A question that is not answered yet. */
interface Waiting {
  settle(answer: Answer): void;
  onProgress?: AskOptions['onProgress'];
}

/**
 * The simulator on a thread of its own, so that the extension host never waits for it. The thread is started
 * at the first question and kept, because starting one costs as long as a whole simulation. If it dies, every
 * waiting question fails and the next one starts a new thread.
 */
export class SimulatorThread {
  private thread: Thread | undefined;
  private nextId = 1;
  private readonly waiting = new Map<number, Waiting>();
  private readonly confining = onDidChangeConfinement(() => this.confine());

  constructor(private readonly startThread: StartThread) {}

  async run(uri: string, text: string, signal: AbortSignal): Promise<RunResult> {
    const answer = await this.ask({ type: 'run', uri, text }, { signal });
    return answer.type === 'ran' || answer.type === 'cancelled' ? answer : unexpected(answer);
  }

  /** The resolved config as commented JSON, or why there is none. */
  async describe(uri: string, text: string): Promise<string> {
    const answer = await this.ask({ type: 'describe', uri, text });
    return answer.type === 'described' ? answer.text : `// ${unexpected(answer).message}\n`;
  }

  /** Where a key of a config, or a layer of its network, is written. */
  async locate(uri: string, text: string, path: ConfigPath): Promise<Place | undefined> {
    return (await this.answerTo('located', { type: 'locate', uri, text, path }))?.place;
  }

  /** What there is to know of a config's activations. */
  async study(
    uri: string,
    text: string,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<AnswerOf<'studied' | 'cancelled' | 'failed'>> {
    const answer = await this.ask({ type: 'study', uri, text }, { signal, onProgress });
    return answer.type === 'studied' || answer.type === 'cancelled' ? answer : unexpected(answer);
  }

  /** The zeros of one image's maps of a layer; none where they cannot be had. */
  async featureMaps(uri: string, text: string, layer: string, image: number): Promise<readonly FeatureMaps[]> {
    return (await this.answerTo('mapped', { type: 'featureMaps', uri, text, layer, image }))?.maps ?? [];
  }

  /** The answer to a question, if it is of the kind expected: undefined when it failed or was cancelled. */
  async answerTo<T extends Answer['type']>(
    type: T,
    question: Question,
    signal?: AbortSignal,
  ): Promise<AnswerOf<T> | undefined> {
    const answer = await this.ask(question, signal && { signal });
    return isOfType(answer, type) ? answer : undefined;
  }

  /** The same for those who tell the user: rejects with the reason when it failed or was cancelled. */
  async require<T extends Answer['type']>(type: T, question: Question, options: AskOptions): Promise<AnswerOf<T>> {
    const answer = await this.ask(question, options);
    if (isOfType(answer, type)) return answer;
    throw new Error(answer.type === 'cancelled' ? say`Cancelled.` : unexpected(answer).message);
  }

  dispose(): void {
    this.confining.dispose();
    this.thread?.terminate();
    this.thread = undefined;
  }

  private ask(question: Question, { signal, onProgress }: AskOptions = {}): Promise<Answer> {
    if (signal?.aborted) return Promise.resolve({ type: 'cancelled' });
    const id = this.nextId++;
    const cancel = (): void => this.thread?.post({ type: 'cancel', id });
    signal?.addEventListener('abort', cancel, { once: true });
    return new Promise((resolve) => {
      this.waiting.set(id, {
        settle: (answer) => {
          signal?.removeEventListener('abort', cancel);
          resolve(answer);
        },
        ...(onProgress && { onProgress }),
      });
      this.start().post({ type: 'ask', id, question });
    });
  }

  private start(): Thread {
    if (this.thread !== undefined) return this.thread;
    const thread = this.startThread({
      onReply: (reply) => this.take(thread, reply),
      onLost: (message) => this.lose(thread, message),
    });
    this.thread = thread;
    this.confine();
    return thread;
  }

  private confine(): void {
    this.thread?.post({ type: 'confine', folders: confinement() });
  }

  private take(thread: Thread, { id, ...reply }: WorkerReply): void {
    if (reply.type === 'progress') this.waiting.get(id)?.onProgress?.(reply.done, reply.total, reply.partial);
    else if (reply.type === 'askFile') void this.read(thread, id, reply.question);
    else this.settle(id, reply);
  }

  private async read(thread: Thread, id: number, question: FileQuestion): Promise<void> {
    const answer = await answerFile(question);
    if (this.thread !== thread) return;
    thread.post({ type: 'file', id, answer }, answer.kind === 'content' ? [answer.bytes.buffer] : []);
  }

  private settle(id: number, answer: Answer): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    waiting?.settle(answer);
  }

  private lose(thread: Thread, message: string): void {
    if (this.thread !== thread) return;
    this.thread = undefined;
    for (const id of [...this.waiting.keys()]) this.settle(id, { type: 'failed', message, stack: '' });
  }
}

function isOfType<T extends Answer['type']>(answer: Answer, type: T): answer is AnswerOf<T> {
  return answer.type === type;
}

/** An answer to another question than the one asked, or none: for the user both are a failure. */
function unexpected(answer: Answer): AnswerOf<'failed'> {
  return answer.type === 'failed'
    ? answer
    : { type: 'failed', message: `unexpected answer "${answer.type}"`, stack: '' };
}
