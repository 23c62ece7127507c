/** The simulator thread: answers questions one after another, until they are cancelled. */
import { parentPort, workerData } from 'node:worker_threads';
import { Cancelled } from '../../src/cancelled.ts';
import { speak } from '../../src/words.ts';
import { answer, transfersOf } from './answer.ts';
import type { Answer, Progress, WorkerReply, WorkerRequest, WorkerStart } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('The simulator thread must be started as a worker.');

const { dictionary } = workerData as WorkerStart;
speak(dictionary);
const running = new Map<number, AbortController>();

port.on('message', (request: WorkerRequest) => {
  const { id } = request;
  if (request.type === 'cancel') {
    running.get(id)?.abort();
    return;
  }
  const controller = new AbortController();
  running.set(id, controller);
  const report = (progress: Omit<Progress, 'type'>): void =>
    port.postMessage({ id, type: 'progress', ...progress } satisfies WorkerReply);
  void answer(request.question, report, controller.signal)
    .catch(explain)
    .then((given) => {
      running.delete(id);
      port.postMessage({ id, ...given } satisfies WorkerReply, transfersOf(given));
    });
});

function explain(error: unknown): Answer {
  if (error instanceof Cancelled) return { type: 'cancelled' };
  const problem = error instanceof Error ? error : new Error(String(error));
  return { type: 'failed', message: problem.message, stack: problem.stack ?? '' };
}
