/** The simulator thread: answers `run` and `describe` requests one after another, until they are cancelled. */
import { parentPort } from 'node:worker_threads';
import { Cancelled } from '../../src/cancelled.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';
import type { WorkerReply, WorkerRequest } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('The simulator thread must be started as a worker.');

const runner = new Runner(nodeHost());
const running = new Map<number, AbortController>();

port.on('message', (request: WorkerRequest) => {
  if (request.type === 'cancel') running.get(request.id)?.abort();
  else void answer(request).then((reply) => port.postMessage(reply));
});

async function answer(request: Exclude<WorkerRequest, { type: 'cancel' }>): Promise<WorkerReply> {
  const { id, uri, text } = request;
  const controller = new AbortController();
  running.set(id, controller);
  try {
    if (request.type === 'describe') return { type: 'described', id, text: await runner.describe(text, uri) };
    const startedAtMs = performance.now();
    const { timelines: _, ...outcome } = await runner.run(text, uri, controller.signal);
    return { type: 'ran', id, outcome, durationMs: performance.now() - startedAtMs };
  } catch (error) {
    if (error instanceof Cancelled) return { type: 'cancelled', id };
    const problem = error instanceof Error ? error : new Error(String(error));
    return { type: 'failed', id, message: problem.message, stack: problem.stack ?? '' };
  } finally {
    running.delete(id);
  }
}
