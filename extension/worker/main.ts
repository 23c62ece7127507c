/** The simulator on a thread of Node.js. */
import { parentPort, workerData } from 'node:worker_threads';
import { RememberedDesigns } from '../../src/exploration/remembered-designs.ts';
import { SweepEvaluation } from '../../src/node/evaluation/sweep-evaluation.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { speak } from '../../src/words.ts';
import { Answers } from './answers.ts';
import type { WorkerStart } from './messages.ts';
import { serve } from './serve.ts';

const port = parentPort;
if (port === null) throw new Error('The simulator thread must be started as a worker.');

const { dictionary } = workerData as WorkerStart;
speak(dictionary);
const remembered = new RememberedDesigns();
const answers = new Answers(
  nodeHost(),
  (prepared, source) => new SweepEvaluation(prepared, { ...source, threads: undefined, remembered }),
);
port.on(
  'message',
  serve(answers, (reply, transfers) => port.postMessage(reply, transfers)),
);
