import { Cancelled } from '../../src/cancelled.ts';
import { type Answers, transfersOf } from './answers.ts';
import type { AskedFiles } from './asked-files.ts';
import type { Answer, Progress, Question, WorkerReply, WorkerRequest } from './messages.ts';

/** Sends a reply to the extension, and hands over the memory of large figures. */
type Post = (reply: WorkerReply, transfers: ArrayBuffer[]) => void;

/** Answers requests as they come, any number at a time; each can be cancelled. Gives the function that takes them. */
export function serve(answers: Answers, files: AskedFiles, post: Post): (request: WorkerRequest) => void {
  const running = new Map<number, AbortController>();
  const ask = (id: number, question: Question): void => {
    const controller = new AbortController();
    running.set(id, controller);
    const report = (progress: Omit<Progress, 'type'>): void => post({ id, type: 'progress', ...progress }, []);
    void answers
      .answer(question, report, controller.signal)
      .catch(explain)
      .then((given) => {
        running.delete(id);
        post({ id, ...given }, transfersOf(given));
      });
  };
  return (request) => {
    if (request.type === 'ask') ask(request.id, request.question);
    else if (request.type === 'cancel') running.get(request.id)?.abort();
    else files.take(request.id, request.answer);
  };
}

function explain(error: unknown): Answer {
  if (error instanceof Cancelled) return { type: 'cancelled' };
  const problem = error instanceof Error ? error : new Error(String(error));
  return { type: 'failed', message: problem.message, stack: problem.stack ?? '' };
}
