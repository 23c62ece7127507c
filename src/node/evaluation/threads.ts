import { realpathSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Cancelled } from '../../cancelled.ts';
import type { DesignRequest, TimedEvaluation } from './evaluate-listed.ts';
import type { ThreadAnswer, ThreadData, ThreadRequest } from './evaluation-thread.ts';

interface Task {
  number: number;
  request: DesignRequest;
  resolve(evaluation: TimedEvaluation): void;
  reject(reason: Error): void;
}

interface Thread {
  worker: Worker;
  task: Task | undefined;
}

/** Threads that evaluate designs of one exploration, each a request at a time. */
export class Threads {
  private readonly threads: Thread[] = [];
  private readonly waiting: Task[] = [];
  private requests = 0;
  private failure: Error | undefined;

  constructor(
    readonly count: number,
    source: Omit<ThreadData, 'role'>,
  ) {
    const data: ThreadData = { role: 'cdma-evaluation', ...source };
    for (let index = 0; index < count; index++) {
      const worker = startProgramAsThread(data);
      const thread: Thread = { worker, task: undefined };
      worker.on('message', (message: ThreadAnswer) => this.take(thread, message));
      worker.on('error', (error) => this.fail(error));
      worker.on('exit', (code) => this.fail(new Error(`a thread has ended with exit code ${code}`)));
      this.threads.push(thread);
    }
  }

  /** Evaluates designs as soon as a thread is free. Rejects with `Cancelled` when the threads are closed meanwhile. */
  evaluate(request: DesignRequest): Promise<TimedEvaluation> {
    const result = new Promise<TimedEvaluation>((resolve, reject) => {
      if (this.failure !== undefined) reject(this.failure);
      else this.waiting.push({ number: this.requests++, request, resolve, reject });
    });
    result.catch(() => undefined); // whoever waits for it hears of it, perhaps only later
    this.giveOut();
    return result;
  }

  async close(): Promise<void> {
    this.fail(new Cancelled());
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  private giveOut(): void {
    for (const thread of this.threads) {
      if (thread.task !== undefined) continue;
      const task = this.waiting.shift();
      if (task === undefined) return;
      thread.task = task;
      const message: ThreadRequest = { number: task.number, request: task.request };
      thread.worker.postMessage(message);
    }
  }

  private take(thread: Thread, { number, answer }: ThreadAnswer): void {
    const { task } = thread;
    if (task?.number !== number) return;
    thread.task = undefined;
    if ('error' in answer) task.reject(new Error(answer.error));
    else task.resolve(answer);
    this.giveOut();
  }

  /** After the first failure nothing is evaluated any more. */
  private fail(reason: Error): void {
    this.failure ??= reason;
    for (const thread of this.threads) {
      thread.task?.reject(this.failure);
      thread.task = undefined;
    }
    for (const task of this.waiting.splice(0)) task.reject(this.failure);
  }
}

/** The program itself is what a thread runs, as it is one file; a name in a `bin` folder may be a link to it. */
function startProgramAsThread(data: ThreadData): Worker {
  const [, started] = process.argv;
  if (started === undefined) throw new Error('threads need a program that was started from a file');
  const program = realpathSync(started);
  if (!program.endsWith('.ts')) return new Worker(program, { workerData: data });
  // From its sources: Node's threads do not take over the loader for TypeScript that this thread was started with.
  const loading = [
    `const load = require('node:module').createRequire(${JSON.stringify(program)});`,
    `load('tsx/cjs/api').register();`,
    `load(${JSON.stringify(program)});`,
  ];
  return new Worker(loading.join('\n'), { workerData: data, eval: true, execArgv: [] });
}
