import type { WorkerReply, WorkerRequest } from '../worker/messages.ts';

/** A thread that runs the simulator, whatever the host of the extension. */
export interface Thread {
  post(request: WorkerRequest, transfers?: readonly ArrayBuffer[]): void;
  terminate(): void;
}

export interface ThreadEvents {
  onReply(reply: WorkerReply): void;
  /** The thread has ended without being asked to; nothing comes of it any more. */
  onLost(message: string): void;
}

export type StartThread = (events: ThreadEvents) => Thread;
