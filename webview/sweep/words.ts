/** What a sweep's picture says beyond `SWEEP`. */
import { say } from '../../src/words.ts';

export const CLOUD = {
  listKey: () => say`The letter b lists the points in sight.`,
};
