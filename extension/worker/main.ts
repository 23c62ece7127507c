/** The simulator on a thread of Node.js. */
import { parentPort, workerData } from 'node:worker_threads';
import { ConfinedFiles } from '../../src/confined-files.ts';
import { RememberedDesigns } from '../../src/exploration/remembered-designs.ts';
import { SweepEvaluation } from '../../src/node/evaluation/sweep-evaluation.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { speak } from '../../src/words.ts';
import { Answers } from './answers.ts';
import { AskedFiles } from './asked-files.ts';
import { filesByPlace, isLocal } from './files-by-place.ts';
import type { WorkerReply, WorkerStart } from './messages.ts';
import { serve } from './serve.ts';

const port = parentPort;
if (port === null) throw new Error('The simulator thread must be started as a worker.');

const { dictionary } = workerData as WorkerStart;
speak(dictionary);
const post = (reply: WorkerReply, transfers: ArrayBuffer[] = []): void => port.postMessage(reply, transfers);
const local = nodeHost();
const asked = new AskedFiles(post);
const files = new ConfinedFiles(filesByPlace(local.files, asked));
const remembered = new RememberedDesigns();
const answers = new Answers({ ...local, files }, (prepared, source) => {
  // Other threads read files for themselves, which they can only where there are files.
  const threads = isLocal(source.uri) ? undefined : 1;
  return new SweepEvaluation(prepared, { ...source, threads, remembered, folders: files.folders });
});
port.on('message', serve(answers, { asked, files }, post));
