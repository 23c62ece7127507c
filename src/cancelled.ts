/** Thrown by a computation that was asked to stop; the caller drops it without a message. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
  }
}

/** Throws {@link Cancelled} once the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled();
}
