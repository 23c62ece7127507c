import type { ConfigPath, TextRange } from '../../src/findings/finding.ts';
import type { RunOutcome } from '../../src/run.ts';

/** What the extension asks of its simulator thread, always about the text of one config. */
export type Question = { uri: string; text: string } & (
  | { type: 'run' }
  /** The resolved config as commented JSON. */
  | { type: 'describe' }
  /** Where a key is written. */
  | { type: 'locate'; path: ConfigPath }
);

/** Each question is answered once. */
export type WorkerRequest = { type: 'ask'; id: number; question: Question } | { type: 'cancel'; id: number };

export type WorkerReply = { id: number } & Answer;

export type Answer =
  | { type: 'ran'; outcome: RunOutcome; durationMs: number }
  | { type: 'described'; text: string }
  | { type: 'located'; range: TextRange }
  | { type: 'cancelled' }
  | { type: 'failed'; message: string; stack: string };
