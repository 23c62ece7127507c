import type { NetworkTable } from '../network.ts';
import { conv, fullyConnected, lrn, maxPool } from './layers.ts';

export const alexnet: NetworkTable = {
  id: 'alexnet',
  title: 'AlexNet (BVLC Caffe)',
  source: 'BVLC/caffe@9b891540183ddc834a02b2bd81b31afae71b2153 models/bvlc_alexnet/train_val.prototxt',
  input: [3, 227, 227],
  defaultBatch: 256,
  defaultBatchSource: 'recalled from the cDMA paper (HPCA 2018); the slides do not state it',
  layers: [
    conv('conv1', 'data', 96, 11, { stride: 4, slideName: 'conv0' }),
    lrn('norm1', 'conv1'),
    maxPool('pool1', 'norm1', 3, 2, { slideName: 'pool0' }),
    conv('conv2', 'pool1', 256, 5, { pad: 2, groups: 2, slideName: 'conv1' }),
    lrn('norm2', 'conv2'),
    maxPool('pool2', 'norm2', 3, 2, { slideName: 'pool1' }),
    conv('conv3', 'pool2', 384, 3, { pad: 1, slideName: 'conv2' }),
    conv('conv4', 'conv3', 384, 3, { pad: 1, groups: 2, slideName: 'conv3' }),
    conv('conv5', 'conv4', 256, 3, { pad: 1, groups: 2, slideName: 'conv4' }),
    maxPool('pool5', 'conv5', 3, 2, { slideName: 'pool2' }),
    fullyConnected('fc6', 'pool5', 4096, { relu: true, dropout: true, slideName: 'fc1' }),
    fullyConnected('fc7', 'fc6', 4096, { relu: true, dropout: true, slideName: 'fc2' }),
    fullyConnected('fc8', 'fc7', 1000, { slideName: 'fc3' }),
  ],
};
