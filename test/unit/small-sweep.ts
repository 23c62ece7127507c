/** In closed form; some points are dropped, and some fail after their run. */
export const SMALL = {
  explore: {
    parameters: {
      'dma.buffer': ['8 KB', '16 KB', '35 KB', '70 KB', '140 KB'],
      'dma.codec': ['rle', 'zvc'],
      'gpu.memoryControllers': [4, 6],
      'workload.activations.source': ['model'],
    },
    constraints: ['dma.buffer > 8 KB', 'speedupOverVdnn > 1.4'],
    objectives: { speedupOverVdnn: 'maximise', cdmaArea: 'minimise' },
  },
};
