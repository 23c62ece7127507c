/**
 * Events of one simulated time: first everything that arrives, finishes or leaves, then whoever wants the space that
 * this freed.
 */
export type Phase = 'happens' | 'claims';

interface Event {
  time: number;
  phase: number;
  /** Order of scheduling, which decides between events of the same time and phase. */
  sequence: number;
  action: () => void;
}

/** Pending events in the order of time, phase and sequence: a binary heap. Times are whole picoseconds. */
export class EventQueue {
  private readonly heap: Event[] = [];
  private scheduled = 0;
  private time = 0;

  /** The present, in picoseconds. */
  get now(): number {
    return this.time;
  }

  schedule(time: number, phase: Phase, action: () => void): void {
    if (!Number.isSafeInteger(time) || time < this.time) throw new Error(`no event can be at ${time} ps`);
    this.heap.push({ time, phase: phase === 'happens' ? 0 : 1, sequence: this.scheduled++, action });
    this.rise(this.heap.length - 1);
  }

  /** Runs until nothing is left to happen. `onAdvance` is told each time before the clock moves on. */
  run(onAdvance: (from: number, to: number) => void): void {
    for (let event = this.pop(); event !== undefined; event = this.pop()) {
      if (event.time > this.time) onAdvance(this.time, event.time);
      this.time = event.time;
      event.action();
    }
  }

  private pop(): Event | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (last !== undefined && this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    return first;
  }

  private rise(from: number): void {
    for (let child = from; child > 0; ) {
      const parent = (child - 1) >>> 1;
      if (before(this.heap[parent], this.heap[child])) return;
      this.swap(parent, child);
      child = parent;
    }
  }

  private sink(from: number): void {
    for (let parent = from; ; ) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < this.heap.length && before(this.heap[child], this.heap[least])) least = child;
      }
      if (least === parent) return;
      this.swap(least, parent);
      parent = least;
    }
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b], this.heap[a]];
  }
}

function before(a: Event, b: Event): boolean {
  if (a.time !== b.time) return a.time < b.time;
  if (a.phase !== b.phase) return a.phase < b.phase;
  return a.sequence < b.sequence;
}
