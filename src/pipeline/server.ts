import type { Picoseconds } from './design.ts';
import type { Station, StationWork } from './trace.ts';

export const PICOSECONDS_PER_SECOND = 1e12;

/** Whole picoseconds that `amount` takes at `rate` a second; 0 at an infinite rate. */
export function serviceTime(amount: number, rate: number): Picoseconds {
  return Math.round(amount * (PICOSECONDS_PER_SECOND / rate));
}

/** Of each server: when it is free, when its busy period began, what it has served since, and how long it has been idle. */
const STATE = 4;
const BUSY_START = 1;
const SERVED = 2;
const IDLE = 3;

/**
 * Equal servers side by side, each first come, first served (docs/pipeline.md, "Servers"). The finish of a busy period
 * is its start plus the rounded time of all that was served in it, so that rounding errors never add up.
 */
export class Servers {
  private readonly picosecondsPerUnit: number;
  private readonly state: Float64Array;

  /** `rate`: what one server gets done in a second, above 0; may be infinite. */
  constructor(count: number, rate: number) {
    this.picosecondsPerUnit = PICOSECONDS_PER_SECOND / rate;
    this.state = new Float64Array(STATE * count);
  }

  /** Serves what is ready at the whole time `ready`, 0 or later, and returns when it is done. */
  serve(server: number, ready: Picoseconds, amount: number): Picoseconds {
    const { state } = this;
    const at = STATE * server;
    const free = state[at];
    let served = amount;
    if (ready > free) {
      state[at + BUSY_START] = ready;
      state[at + IDLE] += ready - free;
    } else {
      served += state[at + SERVED];
    }
    state[at + SERVED] = served;
    // Math.round for what is not negative, at less than half its cost.
    const done = state[at + BUSY_START] + Math.floor(served * this.picosecondsPerUnit + 0.5);
    state[at] = done;
    return done;
  }

  /** When a server is done with all that it was given. */
  freeAt(server: number): Picoseconds {
    return this.state[STATE * server];
  }

  /** What these servers have done so far, as servers of one kind of station. */
  work(resource: Station): StationWork {
    let busy = 0;
    for (let at = 0; at < this.state.length; at += STATE) busy += this.state[at] - this.state[at + IDLE];
    return { resource, servers: this.state.length / STATE, busy };
  }
}
