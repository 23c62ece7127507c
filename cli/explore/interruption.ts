import os from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Ctrl+C, or a scheduler that ends a job: the work is asked to stop, so that what is done gets written. At the second time
 * the process ends at once.
 */
export class Interruption {
  private readonly controller = new AbortController();
  private received: (typeof SIGNALS)[number] | undefined;

  constructor() {
    for (const name of SIGNALS) process.on(name, this.onSignal);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Of a process that was ended by this signal, as shells have it. */
  get exitCode(): number {
    return 128 + os.constants.signals[this.received ?? 'SIGINT'];
  }

  stopListening(): void {
    for (const name of SIGNALS) process.off(name, this.onSignal);
  }

  private readonly onSignal = (name: NodeJS.Signals): void => {
    if (this.controller.signal.aborted) process.exit(this.exitCode);
    this.received = SIGNALS.find((one) => one === name);
    this.controller.abort();
  };
}
