/** Words of the timeline beyond those that name its lanes. */
import { say } from '../../src/words.ts';

export const SIGHT = {
  crowded: () => say`Where spans are too narrow to be told apart, heights say how they share the time.`,
  inSight: (length: string, start: string) => say`${length} in sight, from ${start} on`,
};

/** Columns of the timeline's table; a row is a layer. */
export const LAYER_TIMES = {
  layer: () => say`Layer`,
  forwardBegins: () => say`forward begins at`,
  forwardComputes: () => say`forward computes`,
  forwardWaits: () => say`forward waits`,
  offload: () => say`offload takes`,
  backwardBegins: () => say`backward begins at`,
  backwardComputes: () => say`backward computes`,
  backwardWaits: () => say`backward waits`,
  prefetch: () => say`prefetch takes`,
  wait: (time: string, resources: string) => say`${time} (${resources})`,
};
