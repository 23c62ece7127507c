import { Worker } from 'node:worker_threads';
import type { RunOutcome } from '../src/run.ts';
import type { WorkerReply, WorkerRequest } from './worker/messages.ts';

/** What became of a request. A cancelled one has no result. */
export type RunResult =
  | { kind: 'ran'; outcome: RunOutcome; durationMs: number }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string; stack: string };

interface Pending {
  settle(reply: WorkerReply): void;
}

/**
 * The simulator on a thread of its own, so that the extension host never waits for it. The thread is started
 * at the first request and kept, because starting one costs as long as a whole simulation. If it dies, every
 * waiting request fails and the next request starts a new one.
 */
export class SimulatorThread {
  private worker: Worker | undefined;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();

  constructor(private readonly scriptPath: string) {}

  run(uri: string, text: string, signal: AbortSignal): Promise<RunResult> {
    return new Promise((resolve) => {
      const id = this.send({ type: 'run', uri, text }, (reply) => {
        signal.removeEventListener('abort', cancel);
        switch (reply.type) {
          case 'ran':
            return resolve({ kind: 'ran', outcome: reply.outcome, durationMs: reply.durationMs });
          case 'failed':
            return resolve({ kind: 'failed', message: reply.message, stack: reply.stack });
          case 'cancelled':
          case 'described':
            return resolve({ kind: 'cancelled' });
        }
      });
      const cancel = (): void => this.worker?.postMessage({ type: 'cancel', id } satisfies WorkerRequest);
      signal.addEventListener('abort', cancel, { once: true });
    });
  }

  /** The resolved config as commented JSON. Rejects when the text does not resolve. */
  describe(uri: string, text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.send({ type: 'describe', uri, text }, (reply) => {
        if (reply.type === 'described') resolve(reply.text);
        else reject(new Error(reply.type === 'failed' ? reply.message : 'The request was cancelled.'));
      });
    });
  }

  dispose(): void {
    void this.worker?.terminate();
    this.worker = undefined;
  }

  private send(request: { type: 'run' | 'describe'; uri: string; text: string }, settle: Pending['settle']): number {
    const id = this.nextId++;
    this.pending.set(id, { settle });
    this.start().postMessage({ ...request, id } satisfies WorkerRequest);
    return id;
  }

  private start(): Worker {
    if (this.worker !== undefined) return this.worker;
    const worker = new Worker(this.scriptPath, { name: 'cDMA simulator' });
    worker.on('message', (reply: WorkerReply) => {
      this.pending.get(reply.id)?.settle(reply);
      this.pending.delete(reply.id);
    });
    worker.on('error', (error) => this.lose(worker, error.message));
    worker.on('exit', (code) => this.lose(worker, `The simulator thread ended with code ${code}.`));
    this.worker = worker;
    return worker;
  }

  private lose(worker: Worker, message: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const [id, request] of this.pending) request.settle({ type: 'failed', id, message, stack: '' });
    this.pending.clear();
  }
}
