import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { SimulatorThread } from '../../../extension/simulator-thread.ts';
import { nodeThreads } from '../../../extension/threads/node-thread.ts';
import type { StartThread, Thread } from '../../../extension/threads/thread.ts';
import { dramBound } from '../support.ts';

const SLOW = JSON.stringify({
  workload: { network: 'vgg16' },
  explore: { parameters: { 'dma.buffer': { from: '8 KB', to: '1 MB', count: 500 } }, fidelity: 'pipeline' },
});
const URI = 'untitled:thread.cdma.json';

function scriptPath(): string {
  const extension = vscode.extensions.getExtension('cdma-explorer.cdma-explorer');
  assert.ok(extension, 'the extension is there');
  return vscode.Uri.joinPath(extension.extensionUri, 'dist', 'cdma.cjs').fsPath;
}

suite('simulator thread', () => {
  test('one that is killed in mid-run fails what was asked, once, and the next question starts another', async () => {
    const started: Thread[] = [];
    const threads = nodeThreads(scriptPath(), undefined);
    const simulator = new SimulatorThread((events) => {
      const thread = threads(events);
      started.push(thread);
      return thread;
    });
    try {
      let asked: Promise<unknown> = Promise.resolve();
      await new Promise<void>((resolve) => {
        const onProgress = (): void => resolve();
        asked = simulator.require('swept', { type: 'sweep', uri: URI, text: SLOW }, { onProgress });
        asked.catch(() => undefined); // it is awaited below
      });
      started[0]?.terminate();
      await assert.rejects(asked, /The simulator thread ended with code 1/);
      const next = await simulator.run(URI, JSON.stringify(dramBound), new AbortController().signal);
      assert.ok(next.type === 'ran' && next.outcome.report !== null, 'the next thread answers');
      assert.equal(started.length, 2);
    } finally {
      simulator.dispose();
    }
  });

  test('one that runs out of memory says so, and the extension host lives on', async () => {
    const small: StartThread = ({ onReply, onLost }) => {
      const worker = new Worker(scriptPath(), {
        workerData: { role: 'cdma-simulator' },
        resourceLimits: { maxOldGenerationSizeMb: 24 },
      });
      worker.on('message', onReply);
      worker.on('error', ({ message }) => onLost(message));
      worker.on('exit', (code) => onLost(`exit ${code}`));
      return { post: (request) => worker.postMessage(request), terminate: () => void worker.terminate() };
    };
    const simulator = new SimulatorThread(small);
    try {
      const text = `{ "many": [${'[], '.repeat(1e6)}0] }`;
      const answer = await simulator.run(URI, text, new AbortController().signal);
      assert.ok(answer.type === 'failed' && /memory/.test(answer.message), JSON.stringify(answer).slice(0, 300));
    } finally {
      simulator.dispose();
    }
  });
});
