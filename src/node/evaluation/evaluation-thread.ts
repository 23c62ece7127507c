import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { ConfinedFiles, type Confinement } from '../../confined-files.ts';
import { Explorer } from '../../explore.ts';
import { Runner } from '../../run.ts';
import { nodeHost } from '../node-host.ts';
import { type DesignRequest, type EvaluateListed, evaluateListed, type TimedEvaluation } from './evaluate-listed.ts';

/** What a thread is started with: it prepares the exploration itself, as most of one cannot be sent. */
export interface ThreadData {
  role: 'cdma-evaluation';
  /** Text of the config, and its URI. */
  text: string;
  uri: string;
  /** Where the files that it names may lie. */
  folders?: Confinement;
  /** SHA-256 of the config, as the other threads have it. */
  hash: string;
}

export interface ThreadRequest {
  /** Chosen by who asks. */
  number: number;
  request: DesignRequest;
}

/** Answers come in the order of the requests. */
export interface ThreadAnswer {
  number: number;
  answer: TimedEvaluation | { error: string };
}

/** Whether this process was started as a thread that evaluates designs, and is no command line of its own. */
export function isEvaluationThread(): boolean {
  return !isMainThread && (workerData as Partial<ThreadData> | null)?.role === 'cdma-evaluation';
}

/** Answers requests until the thread is ended. */
export function runEvaluationThread(): void {
  const port = parentPort;
  if (port === null) throw new Error('not a thread');
  const evaluate = prepare(workerData as ThreadData);
  evaluate.catch(() => undefined); // it is the answer to every request
  let previous: Promise<void> = Promise.resolve();
  port.on('message', ({ number, request }: ThreadRequest) => {
    previous = previous.then(async () => {
      const answer = await evaluate
        .then((evaluateDesigns) => evaluateDesigns(request))
        .catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }));
      const message: ThreadAnswer = { number, answer };
      port.postMessage(message, 'error' in answer ? [] : buffersOf(answer.evaluated));
    });
  });
}

async function prepare({ text, uri, hash, folders }: ThreadData): Promise<EvaluateListed> {
  const host = nodeHost();
  const runner = new Runner({ ...host, files: new ConfinedFiles(host.files, folders) });
  const prepared = await new Explorer(runner).prepare(text, uri);
  // Files that the config names are read anew by every thread.
  if (prepared?.config.hash !== hash) throw new Error('files that the config names were changed meanwhile');
  return evaluateListed(prepared);
}

function buffersOf({ metrics, failed }: TimedEvaluation['evaluated']): ArrayBuffer[] {
  return [...metrics.values(), failed].map(({ buffer }) => buffer as ArrayBuffer);
}
