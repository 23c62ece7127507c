import type { RunOutcome } from '../../src/run.ts';

/** Messages between the extension and its simulator thread. Each request is answered once, or cancelled. */
export type WorkerRequest =
  | { type: 'run'; id: number; uri: string; text: string }
  | { type: 'describe'; id: number; uri: string; text: string }
  | { type: 'cancel'; id: number };

export type WorkerReply =
  | { type: 'ran'; id: number; outcome: RunOutcome; durationMs: number }
  | { type: 'described'; id: number; text: string }
  | { type: 'cancelled'; id: number }
  | { type: 'failed'; id: number; message: string; stack: string };
