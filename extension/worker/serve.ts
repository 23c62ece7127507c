import { Cancelled } from '../../src/cancelled.ts';
import { type Answers, transfersOf } from './answers.ts';
import type { Answer, Progress, WorkerReply, WorkerRequest } from './messages.ts';

/** Sends a reply to the extension, and hands over the memory of large figures. */
type Post = (reply: WorkerReply, transfers: ArrayBuffer[]) => void;

/** Answers requests as they come, any number at a time; each can be cancelled. Gives the function that takes them. */
export function serve(answers: Answers, post: Post): (request: WorkerRequest) => void {
  const running = new Map<number, AbortController>();
  return (request) => {
    const { id } = request;
    if (request.type === 'cancel') {
      running.get(id)?.abort();
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    const report = (progress: Omit<Progress, 'type'>): void => post({ id, type: 'progress', ...progress }, []);
    void answers
      .answer(request.question, report, controller.signal)
      .catch(explain)
      .then((given) => {
        running.delete(id);
        post({ id, ...given }, transfersOf(given));
      });
  };
}

function explain(error: unknown): Answer {
  if (error instanceof Cancelled) return { type: 'cancelled' };
  const problem = error instanceof Error ? error : new Error(String(error));
  return { type: 'failed', message: problem.message, stack: problem.stack ?? '' };
}
