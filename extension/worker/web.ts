/** The simulator in a web worker: the first message says in which language, all others are requests. */
import { ConfinedFiles } from '../../src/confined-files.ts';
import { evaluateHere } from '../../src/exploration/evaluation.ts';
import { webHost } from '../../src/web/web-host.ts';
import { speak } from '../../src/words.ts';
import { Answers } from './answers.ts';
import { AskedFiles } from './asked-files.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './messages.ts';
import { serve } from './serve.ts';

const post = (reply: WorkerReply, transfers: ArrayBuffer[] = []): void => postMessage(reply, { transfer: transfers });
const asked = new AskedFiles(post);
const files = new ConfinedFiles(asked);
// A browser has no threads of ours beside this one: sweeps are evaluated here.
const startEvaluation = (prepared: Parameters<typeof evaluateHere>[0]) => ({
  evaluate: evaluateHere(prepared),
  close: () => Promise.resolve(),
});
const take = serve(new Answers(webHost(files), startEvaluation), { asked, files }, post);

addEventListener('message', ({ data }: MessageEvent<WorkerStart | WorkerRequest>) => {
  if ('role' in data) speak(data.dictionary);
  else take(data);
});
