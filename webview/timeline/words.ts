/** Words of the timeline. */
import { say } from '../../src/words.ts';

export const TIMELINE = {
  heading: () => say`Timeline`,
  description: () =>
    say`One training iteration, all designs on one scale of time. Drag to move, Ctrl or Cmd and the wheel to zoom.`,
  instructions: () =>
    say`Arrow keys move over the spans and lanes, plus and minus zoom, 0 shows the whole iteration, Enter shows the key in the config.`,
  sentence: (cdma: string, cdmaShare: string, vdnn: string, vdnnShare: string) =>
    say`cDMA waits for ${cdma} of its iteration (${cdmaShare}), vDNN for ${vdnn} (${vdnnShare}).`,
  rows: { compute: () => say`compute`, offload: () => say`offload`, prefetch: () => say`prefetch` },
  legend: {
    forward: () => say`compute, forward`,
    backward: () => say`compute, backward`,
    stall: () => say`waiting`,
    offload: () => say`offload`,
    prefetch: () => say`prefetch`,
  },
  kinds: {
    compute: () => say`compute`,
    stall: () => say`wait`,
    offload: () => say`offload`,
    prefetch: () => say`prefetch`,
  },
  overOracle: (share: string) => say`${share} over the oracle`,
  when: (start: string, length: string) => say`from ${start}, for ${length}`,
  waitsFor: (resource: string) => say`Waits for: ${resource}`,
  boundBy: (resource: string) => say`Bound by: ${resource}`,
  timeAxis: () => say`Time since the iteration began (ms)`,
  nearer: () => say`Zoom In`,
  farther: () => say`Zoom Out`,
  whole: () => say`Whole Iteration`,
};

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
