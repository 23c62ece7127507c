import type { Step, TimeSpan } from '../timing/training-step.ts';

/** When each transfer of a step runs. With barriers, copies start with their step, one after the other. */
export function transferSpans({ start, transfers, transferTimes }: Step): readonly TimeSpan[] {
  if (transferTimes !== undefined) return transferTimes;
  let now = start;
  return transfers.map(({ seconds }) => {
    const span = { start: now, end: now + seconds };
    now = span.end;
    return span;
  });
}
