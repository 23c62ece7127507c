import { Cancelled } from '../../src/cancelled.ts';
import type { ConfinedFiles } from '../../src/confined-files.ts';
import { type Answers, transfersOf } from './answers.ts';
import type { AskedFiles } from './asked-files.ts';
import type { Answer, Progress, Question, WorkerReply, WorkerRequest } from './messages.ts';

/** Sends a reply to the extension, and hands over the memory of large figures. */
type Post = (reply: WorkerReply, transfers: ArrayBuffer[]) => void;

/** Where files come from. */
interface Files {
  asked: AskedFiles;
  files: ConfinedFiles;
}

/** Answers requests as they come, any number at a time; each can be cancelled. Gives the function that takes them. */
export function serve(answers: Answers, { asked, files }: Files, post: Post): (request: WorkerRequest) => void {
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
    switch (request.type) {
      case 'ask':
        return ask(request.id, request.question);
      case 'cancel':
        return running.get(request.id)?.abort();
      case 'file':
        return asked.take(request.id, request.answer);
      case 'confine':
        files.folders = request.folders;
    }
  };
}

function explain(error: unknown): Answer {
  if (error instanceof Cancelled) return { type: 'cancelled' };
  const problem = error instanceof Error ? error : new Error(String(error));
  return { type: 'failed', message: problem.message, stack: problem.stack ?? '' };
}
