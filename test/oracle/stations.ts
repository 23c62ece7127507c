import type { EventQueue } from './event-queue.ts';

/** Part of the simulated machine; says where its lines are when the machine stands still. */
export interface Station {
  describe(): string;
}

/** Where a station sends a line. */
export type Next = (line: number) => void;

/** Serves one line after the other, in the order they come. */
export class Server implements Station {
  private readonly waiting: number[] = [];
  private serving: number | null = null;
  private busyPeriod = { start: 0, served: 0, end: 0 };
  /** Picoseconds of service so far. */
  busy = 0;

  /** `rate`: amount a second. `amountOf`: what a line costs. `next` is told when a line has been served. */
  constructor(
    private readonly events: EventQueue,
    private readonly name: string,
    private readonly rate: number,
    private readonly amountOf: (line: number) => number,
    private readonly next: Next,
  ) {}

  get idle(): boolean {
    return this.serving === null;
  }

  arrive(line: number): void {
    this.waiting.push(line);
    this.startNext();
  }

  private startNext(): void {
    if (!this.idle) return;
    const line = this.waiting.shift();
    if (line === undefined) return;
    const { now } = this.events;
    const period = this.busyPeriod;
    if (now > period.end) {
      period.start = now;
      period.served = 0;
    }
    period.served += this.amountOf(line);
    period.end = period.start + Math.round(period.served * (1e12 / this.rate));
    this.busy += period.end - now;
    this.serving = line;
    this.events.schedule(period.end, 'happens', () => {
      this.serving = null;
      this.next(line);
      this.startNext();
    });
  }

  describe(): string {
    return `${this.name}: serves ${this.serving ?? 'nothing'}, [${this.waiting}] wait`;
  }
}

/** Lets lines through in address order, however they come. */
export class Reordering implements Station {
  private readonly early = new Set<number>();
  private expected = 0;

  constructor(
    private readonly name: string,
    private readonly next: Next,
  ) {}

  arrive(line: number): void {
    this.early.add(line);
    while (this.early.delete(this.expected)) this.next(this.expected++);
  }

  describe(): string {
    return `${this.name}: waits for ${this.expected}, holds [${[...this.early]}]`;
  }
}

/** Space of limited size, and how much of it was taken for how long. */
export class BoundedBuffer implements Station {
  private readonly shares = new Map<number, { bytes: number; since: number }>();
  reserved = 0;
  highWater = 0;
  /** Integral of the reserved bytes over time: grows as the clock moves on. */
  bytePicoseconds = 0;
  /** The same, from how long each line kept how many bytes. */
  residence = 0;

  constructor(
    private readonly events: EventQueue,
    private readonly capacity: number,
  ) {}

  /** Whether there is space now. */
  fits(bytes: number): boolean {
    return this.reserved + bytes <= this.capacity;
  }

  /** Sets what a line takes from now on. */
  take(line: number, bytes: number): void {
    this.release(line);
    this.reserved += bytes;
    this.shares.set(line, { bytes, since: this.events.now });
  }

  release(line: number): void {
    const share = this.shares.get(line);
    if (share === undefined) return;
    this.residence += share.bytes * (this.events.now - share.since);
    this.reserved -= share.bytes;
    this.shares.delete(line);
  }

  advance(from: number, to: number): void {
    this.bytePicoseconds += this.reserved * (to - from);
    this.highWater = Math.max(this.highWater, this.reserved);
  }

  describe(): string {
    return `buffer: ${this.reserved} of ${this.capacity} B reserved`;
  }
}
