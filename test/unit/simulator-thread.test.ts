/** The simulator as the editor runs it: the thread of what ships, asked as the extension asks. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Question, SweepFormat, WorkerReply, WorkerRequest } from '../../extension/worker/messages.ts';
import { CommandLine } from '../beyond-one-machine/command-line.ts';
import { SMALL } from './small-sweep.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const commandLine = await CommandLine.create();
copyFileSync(path.join(ROOT, 'examples/tiny.cdma-network.json'), commandLine.at('tiny.cdma-network.json'));
const thread = new Worker(path.join(ROOT, 'dist/cdma.cjs'), { workerData: { role: 'cdma-simulator' } });
after(() => {
  commandLine.remove();
  return thread.terminate();
});

let questions = 0;

/** The answer to a question. */
function ask(question: Question): Promise<WorkerReply> {
  const id = ++questions;
  return new Promise((resolve) => {
    const take = (reply: WorkerReply): void => {
      if (reply.id !== id || reply.type === 'progress') return;
      thread.off('message', take);
      resolve(reply);
    };
    thread.on('message', take);
    thread.postMessage({ type: 'ask', id, question } satisfies WorkerRequest);
  });
}

test('points exported from the editor are those that the command line writes, byte for byte', async () => {
  const file = commandLine.config('sweep.cdma.json', SMALL);
  const [csv, parquet] = [commandLine.at('points.csv'), commandLine.at('points.parquet')];
  assert.equal(commandLine.explore(file, '--csv', csv, '--parquet', parquet).status, 0);
  const text = readFileSync(file, 'utf8');
  const uri = pathToFileURL(file).href;
  const swept = await ask({ type: 'sweep', uri, text });
  assert.ok(swept.type === 'swept' && swept.shown !== undefined);
  const contentOf = async (format: SweepFormat): Promise<Uint8Array | undefined> => {
    const exported = await ask({ type: 'exportSweep', uri, text: '', format });
    return exported.type === 'exported' ? exported.content : undefined;
  };
  assert.deepEqual(Buffer.from((await contentOf('csv')) ?? []), readFileSync(csv));
  assert.deepEqual(Buffer.from((await contentOf('parquet')) ?? []), readFileSync(parquet));
});

test('confined to folders, it reads what a config names there and nowhere else, until it is confined no more', async () => {
  const folder = commandLine.at('workspace');
  mkdirSync(folder);
  copyFileSync(commandLine.at('tiny.cdma-network.json'), path.join(folder, 'own.cdma-network.json'));
  commandLine.config('base.cdma.json', {});
  commandLine.config('manifest.json', { tensors: [] });
  const confine = (...folders: string[]): void =>
    thread.postMessage({
      type: 'confine',
      folders: folders.map((name) => pathToFileURL(name).href),
    } satisfies WorkerRequest);
  const messagesOf = async (config: object): Promise<string[]> => {
    const uri = pathToFileURL(path.join(folder, 'config.cdma.json')).href;
    const answer = await ask({ type: 'run', uri, text: JSON.stringify(config) });
    assert.ok(answer.type === 'ran', answer.type);
    return answer.outcome.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  };
  const outside = [
    { extends: '../base.cdma.json' },
    { workload: { network: '../tiny.cdma-network.json' } },
    { workload: { activations: { source: 'tensors', manifest: '../manifest.json' } } },
  ];
  const refused = /lies outside of this workspace, which is not trusted/;
  for (const config of outside) {
    confine(folder);
    const [first = '', ...more] = await messagesOf(config);
    assert.match(first, refused);
    assert.deepEqual(more, []);
    thread.postMessage({ type: 'confine', folders: undefined } satisfies WorkerRequest);
    assert.ok(!(await messagesOf(config)).some((message) => refused.test(message)), JSON.stringify(config));
  }
  confine(folder);
  assert.deepEqual(await messagesOf({ workload: { network: './own.cdma-network.json' } }), []);
});
