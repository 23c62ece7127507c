/** The simulator thread: answers questions about configs one after another, until they are cancelled. */
import { parentPort } from 'node:worker_threads';
import { Cancelled } from '../../src/cancelled.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';
import type { Answer, Question, WorkerReply, WorkerRequest } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('The simulator thread must be started as a worker.');

const runner = new Runner(nodeHost());
const running = new Map<number, AbortController>();

port.on('message', (request: WorkerRequest) => {
  const { id } = request;
  if (request.type === 'cancel') {
    running.get(id)?.abort();
    return;
  }
  const controller = new AbortController();
  running.set(id, controller);
  const report = (done: number, total: number): void =>
    port.postMessage({ id, type: 'progress', done, total } satisfies WorkerReply);
  void answer(request.question, report, controller.signal).then((given) => {
    running.delete(id);
    port.postMessage({ id, ...given } satisfies WorkerReply);
  });
});

async function answer(
  question: Question,
  report: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  const { uri, text } = question;
  try {
    switch (question.type) {
      case 'run': {
        const startedAtMs = performance.now();
        const { timelines: _, ...outcome } = await runner.run(text, uri, signal);
        return { type: 'ran', outcome, durationMs: performance.now() - startedAtMs };
      }
      case 'describe':
        return { type: 'described', text: await runner.describe(text, uri) };
      case 'locate':
        return { type: 'located', range: runner.locate(text, uri, question.path) };
      case 'study':
        return { type: 'studied', result: await runner.study(text, uri, report, signal) };
      case 'featureMaps': {
        const { layer, image } = question;
        return { type: 'mapped', maps: await runner.featureMaps(text, uri, layer, image, signal) };
      }
    }
  } catch (error) {
    if (error instanceof Cancelled) return { type: 'cancelled' };
    const problem = error instanceof Error ? error : new Error(String(error));
    return { type: 'failed', message: problem.message, stack: problem.stack ?? '' };
  }
}
