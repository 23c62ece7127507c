import { formatQuantity } from '../config/quantity.ts';
import type { MemoryOverIteration } from '../memory/memory-over-iteration.ts';
import type { Bytes } from '../units.ts';
import { say } from '../words.ts';
import { type Rule, setValueFix } from './rule.ts';

/**
 * Says at the batch whether training fits the card's memory: a warning when it does not even while maps are away,
 * information when it does only because they are. Nothing where everything fits, or where there is no schedule.
 */
export const gpuMemory: Rule = {
  codes: ['gpu-memory'],
  find({ report: { memory }, config }) {
    const { offloaded, resident, capacityBytes, fitsResident } = memory;
    if (offloaded === null || fitsResident) return [];
    const path = ['workload', 'batch'];
    const everything = gigabytes(resident.peakBytes);
    const card = gigabytes(capacityBytes);
    const peak = gigabytes(offloaded.peakBytes);
    if (offloaded.peakBytes <= capacityBytes) {
      const message = say`The batch fits only because maps move: keeping everything on the GPU takes ${everything}, the card has ${card}. With offloading the peak is ${peak}.`;
      return [{ code: 'gpu-memory', severity: 'information', message, path }];
    }
    const largest = largestBatch(memory, offloaded.peakBytes, config.workload.batch);
    return [
      {
        code: 'gpu-memory',
        severity: 'warning',
        message: say`The batch does not fit: its peak is ${peak} with offloading, and the card has ${card}. Times are those of a card with enough memory; keeping everything on the GPU takes ${everything}.`,
        help:
          largest < 1
            ? say`Not even one image fits: take a GPU with more memory.`
            : say`About ${largest} images fit, or a GPU with more memory.`,
        path,
        related: [{ path: ['gpu', 'dramCapacity'], message: say`Memory of the card.` }],
        fixes: largest < 1 ? [] : [setValueFix(path, largest)],
      },
    ];
  },
};

/** All but the weights grows with the batch; the moments at which maps move hardly change. */
function largestBatch({ components, capacityBytes }: MemoryOverIteration, peakBytes: Bytes, batch: number): number {
  const { weightBytes, weightGradientBytes, momentumBytes } = components;
  const weights = weightBytes + weightGradientBytes + momentumBytes;
  return Math.floor(((capacityBytes - weights) / (peakBytes - weights)) * batch);
}

function gigabytes(bytes: Bytes): string {
  return formatQuantity(bytes, 'size', 3);
}
