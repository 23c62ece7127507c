import type { NetworkTable } from '../network.ts';
import { conv, fullyConnected, maxPool } from './layers.ts';

/** Krizhevsky's "one weird trick" AlexNet, which public benchmarks time: no LRN, no groups. */
export const alexnetOwt: NetworkTable = {
  id: 'alexnet-owt',
  title: 'AlexNet "one weird trick" (convnet-benchmarks)',
  source: 'soumith/convnet-benchmarks@b458aab caffe/imagenet_winners/alexnet.prototxt',
  input: [3, 224, 224],
  defaultBatch: 128,
  defaultBatchSource: 'the batch of soumith/convnet-benchmarks',
  layers: [
    conv('conv1', 'data', 64, 11, { stride: 4, pad: 2 }),
    maxPool('pool1/3x3_s2', 'conv1', 3, 2),
    conv('conv2/5x5_s1', 'pool1/3x3_s2', 192, 5, { pad: 2 }),
    maxPool('pool2/3x3_s2', 'conv2/5x5_s1', 3, 2),
    conv('conv3/3x3_s1', 'pool2/3x3_s2', 384, 3, { pad: 1 }),
    conv('conv4/3x3_s1', 'conv3/3x3_s1', 256, 3, { pad: 1 }),
    conv('conv5/3x3_s1', 'conv4/3x3_s1', 256, 3, { pad: 1 }),
    maxPool('pool5/3x3_s2', 'conv5/3x3_s1', 3, 2),
    fullyConnected('fc6', 'pool5/3x3_s2', 4096, { relu: true }),
    fullyConnected('fc7', 'fc6', 4096, { relu: true }),
    fullyConnected('fc8', 'fc7', 1000),
  ],
};
