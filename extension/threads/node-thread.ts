import { Worker } from 'node:worker_threads';
import type { Dictionary } from '../../src/words.ts';
import type { WorkerReply, WorkerStart } from '../worker/messages.ts';
import type { StartThread } from './thread.ts';

/** Threads of Node.js that run a script, which knows by its role that it is one. */
export function nodeThreads(scriptPath: string, dictionary: Dictionary | undefined): StartThread {
  const workerData: WorkerStart = { role: 'cdma-simulator', dictionary };
  return ({ onReply, onLost }) => {
    const worker = new Worker(scriptPath, { name: 'cDMA simulator', workerData });
    worker.on('message', (reply: WorkerReply) => onReply(reply));
    worker.on('error', (error) => onLost(error.message));
    worker.on('exit', (code) => onLost(`The simulator thread ended with code ${code}.`));
    return {
      post: (request, transfers = []) => worker.postMessage(request, transfers),
      terminate: () => void worker.terminate(),
    };
  };
}
