import type { NetworkTable } from '../network.ts';
import { conv, fullyConnected, maxPool } from './layers.ts';

/** The variant that public benchmarks time: layers named as in their logs, no ReLU behind the classifier's layers. */
export const vggA: NetworkTable = {
  id: 'vgg-a',
  title: 'VGG-A / VGG-11 (convnet-benchmarks)',
  source: 'soumith/convnet-benchmarks@b458aab caffe/imagenet_winners/vgg_a.prototxt',
  input: [3, 224, 224],
  defaultBatch: 64,
  defaultBatchSource: 'the batch of soumith/convnet-benchmarks',
  layers: [
    conv('conv1/3x3_s1', 'data', 64, 3, { pad: 1 }),
    maxPool('pool1/2x2_s2', 'conv1/3x3_s1', 2, 2),
    conv('conv2/3x3_s1', 'pool1/2x2_s2', 128, 3, { pad: 1 }),
    maxPool('pool2/2x2_s2', 'conv2/3x3_s1', 2, 2),
    conv('conv3/3x3_s1', 'pool2/2x2_s2', 256, 3, { pad: 1 }),
    conv('conv4/3x3_s1', 'conv3/3x3_s1', 256, 3, { pad: 1 }),
    maxPool('pool3/2x2_s2', 'conv4/3x3_s1', 2, 2),
    conv('conv5/3x3_s1', 'pool3/2x2_s2', 512, 3, { pad: 1 }),
    conv('conv6/3x3_s1', 'conv5/3x3_s1', 512, 3, { pad: 1 }),
    maxPool('pool4/2x2_s2', 'conv6/3x3_s1', 2, 2),
    conv('conv7/3x3_s1', 'pool4/2x2_s2', 512, 3, { pad: 1 }),
    conv('conv8/3x3_s1', 'conv7/3x3_s1', 512, 3, { pad: 1 }),
    maxPool('pool5/2x2_s2', 'conv8/3x3_s1', 2, 2),
    fullyConnected('fc6', 'pool5/2x2_s2', 4096),
    fullyConnected('fc7', 'fc6', 4096),
    fullyConnected('fc8', 'fc7', 1000),
  ],
};
