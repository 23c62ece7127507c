import { formatQuantity } from '../config/quantity.ts';
import type { Finding } from '../findings/finding.ts';
import type { MemoryOverIteration } from '../memory/memory-over-iteration.ts';
import type { Bytes } from '../units.ts';

/**
 * Says at the batch whether training fits the card's memory: a warning when it does not even while maps are away,
 * information when it does only because they are. Nothing where everything fits, or where there is no schedule.
 */
export function findMemoryProblems(memory: MemoryOverIteration, batch: number): Finding[] {
  const { offloaded, resident, capacityBytes, fitsResident } = memory;
  if (offloaded === null || fitsResident) return [];
  const path = ['workload', 'batch'];
  const everything = `keeping everything on the GPU takes ${gigabytes(resident.peakBytes)}`;
  const card = `the card has ${gigabytes(capacityBytes)}`;
  if (offloaded.peakBytes <= capacityBytes) {
    const message = `The batch fits only because maps move: ${everything}, ${card}. With offloading the peak is ${gigabytes(offloaded.peakBytes)}.`;
    return [{ code: 'gpu-memory', severity: 'information', message, path }];
  }
  const largest = largestBatch(memory, offloaded.peakBytes, batch);
  return [
    {
      code: 'gpu-memory',
      severity: 'warning',
      message: `The batch does not fit: its peak is ${gigabytes(offloaded.peakBytes)} with offloading, and ${card}. Times are those of a card with enough memory; ${everything}.`,
      help:
        largest < 1
          ? 'Not even one image fits: take a GPU with more memory.'
          : `About ${largest} images fit, or a GPU with more memory.`,
      path,
      related: [{ path: ['gpu', 'dramCapacity'], message: 'Memory of the card.' }],
      fixes: largest < 1 ? [] : [{ title: `Set workload.batch to ${largest}`, edits: [{ path, value: largest }] }],
    },
  ];
}

/** All but the weights grows with the batch; the moments at which maps move hardly change. */
function largestBatch({ components, capacityBytes }: MemoryOverIteration, peakBytes: Bytes, batch: number): number {
  const { weightBytes, weightGradientBytes, momentumBytes } = components;
  const weights = weightBytes + weightGradientBytes + momentumBytes;
  return Math.floor(((capacityBytes - weights) / (peakBytes - weights)) * batch);
}

function gigabytes(bytes: Bytes): string {
  return formatQuantity(bytes, 'size', 3);
}
