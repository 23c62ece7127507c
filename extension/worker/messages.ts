import type { ActivationStudy, FeatureMaps } from '../../src/activations/activation-study.ts';
import type { ConfigPath, TextRange } from '../../src/findings/finding.ts';
import type { RunOutcome } from '../../src/run.ts';

/** What the extension asks of its simulator thread, always about the text of one config. */
export type Question = { uri: string; text: string } & (
  | { type: 'run' }
  /** The resolved config as commented JSON. */
  | { type: 'describe' }
  /** Where a key is written. */
  | { type: 'locate'; path: ConfigPath }
  /** What there is to know of its activations over training. */
  | { type: 'study' }
  /** The zeros of one image's maps of a layer over training. */
  | { type: 'featureMaps'; layer: string; image: number }
);

/** Each question is answered once. */
export type WorkerRequest = { type: 'ask'; id: number; question: Question } | { type: 'cancel'; id: number };

export type WorkerReply = { id: number } & (Answer | Progress);

/** Of a question that takes long; its answer is still to come. */
export interface Progress {
  type: 'progress';
  done: number;
  total: number;
}

export type Answer =
  | { type: 'ran'; outcome: RunOutcome; durationMs: number }
  | { type: 'described'; text: string }
  | { type: 'located'; range: TextRange }
  | { type: 'studied'; result: { study: ActivationStudy; problems: readonly string[] } | { message: string } }
  | { type: 'mapped'; maps: readonly FeatureMaps[] }
  | { type: 'cancelled' }
  | { type: 'failed'; message: string; stack: string };
