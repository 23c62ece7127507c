import type { Dictionary } from '../../src/words.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from '../worker/messages.ts';
import type { StartThread } from './thread.ts';

/**
 * Web workers that run a script. Its text is fetched once: a worker may only be started from the page's own origin, and
 * extensions come from another.
 */
export function webThreads(scriptUri: string, dictionary: Dictionary | undefined): StartThread {
  let script: Promise<string> | undefined;
  const urlOfScript = (): Promise<string> => {
    script ??= fetch(scriptUri)
      .then((response) => response.text())
      .then((text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
    return script;
  };
  return ({ onReply, onLost }) => {
    let worker: Worker | undefined;
    let isTerminated = false;
    const waiting: [WorkerRequest, readonly ArrayBuffer[]][] = [];
    const begin = (url: string): void => {
      if (isTerminated) return;
      worker = new Worker(url, { name: 'cDMA simulator' });
      worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => onReply(data);
      worker.onerror = ({ message }) => {
        worker?.terminate();
        onLost(message);
      };
      worker.postMessage({ role: 'cdma-simulator', dictionary } satisfies WorkerStart);
      for (const [request, transfers] of waiting.splice(0)) worker.postMessage(request, [...transfers]);
    };
    urlOfScript().then(begin, (error: unknown) => {
      script = undefined; // the next thread tries again
      onLost(`The simulator could not be fetched: ${String(error)}`);
    });
    return {
      post: (request, transfers = []) => {
        if (worker === undefined) waiting.push([request, transfers]);
        else worker.postMessage(request, [...transfers]);
      },
      terminate: () => {
        isTerminated = true;
        worker?.terminate();
      },
    };
  };
}
