import type { NetworkTable } from '../network.ts';
import { conv, fullyConnected, maxPool } from './layers.ts';

export const overfeat: NetworkTable = {
  id: 'overfeat',
  title: 'OverFeat (fast)',
  source: 'soumith/convnet-benchmarks@b458aab caffe/imagenet_winners/overfeat.prototxt',
  input: [3, 231, 231],
  defaultBatch: 256,
  defaultBatchSource: 'recalled from the cDMA paper (HPCA 2018); the slides do not state it',
  layers: [
    conv('conv1/11x11_s4', 'data', 96, 11, { stride: 4 }),
    maxPool('pool1/2x2_s2', 'conv1/11x11_s4', 2, 2),
    conv('conv2/5x5_s1', 'pool1/2x2_s2', 256, 5),
    maxPool('pool2/2x2_s2', 'conv2/5x5_s1', 2, 2),
    conv('conv3/3x3_s1', 'pool2/2x2_s2', 512, 3, { pad: 1 }),
    conv('conv4/3x3_s1', 'conv3/3x3_s1', 1024, 3, { pad: 1 }),
    conv('conv5/3x3_s1', 'conv4/3x3_s1', 1024, 3, { pad: 1 }),
    maxPool('pool5/2x2_s2', 'conv5/3x3_s1', 2, 2),
    fullyConnected('fc6', 'pool5/2x2_s2', 3072, { relu: true }),
    fullyConnected('fc7', 'fc6', 4096, { relu: true }),
    fullyConnected('fc8', 'fc7', 1000),
  ],
};
