/** So often is the line written anew. */
const EVERY_MILLISECONDS = 200;

/** How far a run is, on the last line of a terminal; nothing is written where stderr is none. */
export class Progress {
  private readonly startedAt = performance.now();
  private shownAt = Number.NEGATIVE_INFINITY;
  private first: number | undefined;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  readonly show = (done: number, total: number): void => {
    if (!this.stream.isTTY) return;
    // Points that a file already had took no time.
    this.first ??= done;
    const now = performance.now();
    if (now - this.shownAt < EVERY_MILLISECONDS) return;
    this.shownAt = now;
    const perPoint = (now - this.startedAt) / Math.max(1, done - this.first);
    const left = done > this.first ? `, ${inWords((total - done) * perPoint)} left` : '';
    this.stream.write(`\r\x1b[K${done.toLocaleString('en')} of ${total.toLocaleString('en')} points${left}`);
  };

  /** Takes the line away. */
  end(): void {
    if (this.stream.isTTY && this.shownAt > 0) this.stream.write('\r\x1b[K');
  }
}

/** A length of time, rounded as people say it. */
export function inWords(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return 'less than 1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
