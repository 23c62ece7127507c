import type { Bytes, Seconds } from '../units.ts';
import type { ComputeCost } from './compute-time.ts';
import { type SharedDram, type SharedSpeeds, sharedSpeeds } from './shared-dram.ts';
import type { TimeSpan } from './training-step.ts';
import type { Transfer } from './transfer.ts';

/** One pass without barriers: layers one after the other, and beside them copies one after the other. */
export interface AsynchronousPass {
  direction: 'forward' | 'backward';
  /** In the order they run. */
  compute: readonly ComputeCost[];
  /** In the order they run; `layer` indexes `compute`: the layer that reads the maps, and never falls. */
  copies: readonly { layer: number; transfer: Transfer }[];
  /** GPU memory for maps that wait: see {@link runAsynchronousPass}. */
  staging: Bytes;
  dram: SharedDram;
}

/** When everything ran, in seconds since the pass began, in the order of the pass. */
export interface AsynchronousTimes {
  compute: readonly TimeSpan[];
  copies: readonly TimeSpan[];
  seconds: Seconds;
}

/**
 * Runs a pass event by event (docs/model.md, "Without barriers").
 *
 * Forward: a map may leave once the layer that reads it last has started, as with barriers. Its memory is free again
 * when its copy has ended. Maps whose last reader is done but whose copies are not are staged; the next layer starts when
 * no more than `staging` bytes are.
 *
 * Backward: a layer starts when its maps are back. The maps of the layer that needs some next may always be fetched;
 * maps for later layers are staged, and are fetched while all of them together take no more than `staging` bytes.
 *
 * With 0 bytes the forward pass is the one with barriers. The pass ends when all compute and all copies have.
 */
export function runAsynchronousPass(pass: AsynchronousPass): AsynchronousTimes {
  const compute = new Lane(pass.compute.map(({ seconds }) => seconds));
  const copies = new Lane(pass.copies.map(({ transfer }) => transfer.seconds));
  const [mayCompute, mayCopy] =
    pass.direction === 'forward'
      ? [() => stagedForward(pass, compute.next, copies.done) <= pass.staging, () => leaves(pass, compute, copies)]
      : [() => isBack(pass, compute, copies), () => stagedBackward(pass, compute.next, copies.next) <= pass.staging];
  let now = 0;
  while (compute.hasMore || copies.hasMore) {
    if (compute.mayStart && mayCompute()) compute.begin(now);
    if (copies.mayStart && mayCopy()) copies.begin(now);
    const speeds = speedsOf(pass, compute, copies);
    const step = Math.min(compute.timeLeft(speeds.compute), copies.timeLeft(speeds.copy));
    if (!Number.isFinite(step)) throw new Error('a pass without barriers has come to a standstill');
    now += step;
    compute.advance(step, speeds.compute, now);
    copies.advance(step, speeds.copy, now);
  }
  return { compute: compute.times, copies: copies.times, seconds: now };
}

/** Work that is done one piece after the other. */
class Lane {
  readonly times: TimeSpan[] = [];
  /** Index of the piece that starts next. */
  next = 0;
  private running = false;
  private start: Seconds = 0;
  /** Of the running piece, at full speed. */
  private left: Seconds = 0;

  constructor(private readonly pieces: readonly Seconds[]) {}

  get done(): number {
    return this.times.length;
  }
  get hasMore(): boolean {
    return this.done < this.pieces.length;
  }
  get mayStart(): boolean {
    return !this.running && this.next < this.pieces.length;
  }
  /** Index of the running piece, if one runs. */
  get current(): number | undefined {
    return this.running ? this.done : undefined;
  }

  begin(now: Seconds): void {
    this.running = true;
    this.start = now;
    this.left = this.pieces[this.next] ?? 0;
    this.next++;
  }

  timeLeft(speed: number): Seconds {
    if (!this.running) return Number.POSITIVE_INFINITY;
    return this.left === 0 ? 0 : this.left / speed;
  }

  advance(step: Seconds, speed: number, now: Seconds): void {
    if (!this.running) return;
    // Decided by time left, not by a remainder of a subtraction, which need not come out as 0.
    if (this.timeLeft(speed) <= step) {
      this.times.push({ start: this.start, end: now });
      this.running = false;
    } else this.left -= step * speed;
  }
}

/** Forward: bytes that wait for the link before layer `next` starts. */
function stagedForward({ copies }: AsynchronousPass, next: number, done: number): Bytes {
  return sumOfBytes(copies.slice(done).filter(({ layer }) => layer < next));
}

/** Forward: whether the next copy's last reader has started. */
function leaves({ copies }: AsynchronousPass, compute: Lane, { next }: Lane): boolean {
  const copy = copies[next];
  return copy !== undefined && copy.layer < compute.next;
}

/** Backward: whether all that the next layer reads is back. */
function isBack({ copies }: AsynchronousPass, compute: Lane, { done }: Lane): boolean {
  const away = copies[done];
  return away === undefined || away.layer > compute.next;
}

/** Backward: bytes that would be on the GPU before their time if copy `next` were fetched while layer `from` is next. */
function stagedBackward({ copies }: AsynchronousPass, from: number, next: number): Bytes {
  const waiting = copies.slice(0, next + 1).filter(({ layer }) => layer >= from);
  const nextReader = waiting[0]?.layer;
  return sumOfBytes(waiting.filter(({ layer }) => layer !== nextReader));
}

function sumOfBytes(copies: AsynchronousPass['copies']): Bytes {
  return copies.reduce((sum, { transfer }) => sum + transfer.rawBytes, 0);
}

function speedsOf({ compute, copies, dram }: AsynchronousPass, layers: Lane, link: Lane): SharedSpeeds {
  const cost = layers.current === undefined ? undefined : compute[layers.current];
  const copy = link.current === undefined ? undefined : copies[link.current]?.transfer;
  if (cost === undefined || copy === undefined) return { compute: 1, copy: 1 };
  return sharedSpeeds(cost, { bytes: copy.rawBytes, seconds: copy.seconds }, dram);
}
