import type { LayerSpec, NetworkTable } from '../network.ts';
import { averagePool, concat, conv, fullyConnected, lrn, maxPool } from './layers.ts';

/** Output channels of an inception module's branches; pairs are a 1x1 reduction and the convolution behind it. */
interface InceptionChannels {
  one: number;
  three: readonly [reduction: number, output: number];
  five: readonly [reduction: number, output: number];
  pool: number;
}

/** Four branches over the same map, concatenated. */
function inception(name: string, input: string, channels: InceptionChannels): LayerSpec[] {
  const part = (suffix: string): string => `${name}/${suffix}`;
  return [
    conv(part('1x1'), input, channels.one, 1),
    conv(part('3x3_reduce'), input, channels.three[0], 1),
    conv(part('3x3'), part('3x3_reduce'), channels.three[1], 3, { pad: 1 }),
    conv(part('5x5_reduce'), input, channels.five[0], 1),
    conv(part('5x5'), part('5x5_reduce'), channels.five[1], 5, { pad: 2 }),
    maxPool(part('pool'), input, 3, 1, { pad: 1 }),
    conv(part('pool_proj'), part('pool'), channels.pool, 1),
    concat(part('output'), [part('1x1'), part('3x3'), part('5x5'), part('pool_proj')]),
  ];
}

/** Everything behind the second pooling layer, which both variants share. */
function inceptionModules(input: string): LayerSpec[] {
  return [
    ...inception('inception_3a', input, { one: 64, three: [96, 128], five: [16, 32], pool: 32 }),
    ...inception('inception_3b', 'inception_3a/output', { one: 128, three: [128, 192], five: [32, 96], pool: 64 }),
    maxPool('pool3/3x3_s2', 'inception_3b/output', 3, 2),
    ...inception('inception_4a', 'pool3/3x3_s2', { one: 192, three: [96, 208], five: [16, 48], pool: 64 }),
    ...inception('inception_4b', 'inception_4a/output', { one: 160, three: [112, 224], five: [24, 64], pool: 64 }),
    ...inception('inception_4c', 'inception_4b/output', { one: 128, three: [128, 256], five: [24, 64], pool: 64 }),
    ...inception('inception_4d', 'inception_4c/output', { one: 112, three: [144, 288], five: [32, 64], pool: 64 }),
    ...inception('inception_4e', 'inception_4d/output', { one: 256, three: [160, 320], five: [32, 128], pool: 128 }),
    maxPool('pool4/3x3_s2', 'inception_4e/output', 3, 2),
    ...inception('inception_5a', 'pool4/3x3_s2', { one: 256, three: [160, 320], five: [32, 128], pool: 128 }),
    ...inception('inception_5b', 'inception_5a/output', { one: 384, three: [192, 384], five: [48, 128], pool: 128 }),
    averagePool('pool5/7x7_s1', 'inception_5b/output', 7, 1),
  ];
}

export const googlenet: NetworkTable = {
  id: 'googlenet',
  title: 'GoogLeNet (BVLC Caffe)',
  source: 'BVLC/caffe@9b891540183ddc834a02b2bd81b31afae71b2153 models/bvlc_googlenet/train_val.prototxt',
  input: [3, 224, 224],
  defaultBatch: 256,
  defaultBatchSource: 'recalled from the cDMA paper (HPCA 2018); the slides do not state it',
  layers: [
    conv('conv1/7x7_s2', 'data', 64, 7, { stride: 2, pad: 3 }),
    maxPool('pool1/3x3_s2', 'conv1/7x7_s2', 3, 2),
    lrn('pool1/norm1', 'pool1/3x3_s2'),
    conv('conv2/3x3_reduce', 'pool1/norm1', 64, 1),
    conv('conv2/3x3', 'conv2/3x3_reduce', 192, 3, { pad: 1 }),
    lrn('conv2/norm2', 'conv2/3x3'),
    maxPool('pool2/3x3_s2', 'conv2/norm2', 3, 2),
    ...inceptionModules('pool2/3x3_s2'),
    fullyConnected('loss3/classifier', 'pool5/7x7_s1', 1000),
  ],
};

/** The variant that public benchmarks time: no normalisation, and a ReLU behind the classifier. */
export const googlenetConvnetBenchmarks: NetworkTable = {
  id: 'googlenet-cb',
  title: 'GoogLeNet (convnet-benchmarks)',
  source: 'soumith/convnet-benchmarks@b458aab caffe/imagenet_winners/googlenet.prototxt',
  input: [3, 224, 224],
  defaultBatch: 128,
  defaultBatchSource: 'the batch of soumith/convnet-benchmarks',
  layers: [
    conv('conv1/7x7_s2', 'data', 64, 7, { stride: 2, pad: 3 }),
    maxPool('pool1/3x3_s2', 'conv1/7x7_s2', 3, 2),
    conv('conv2/3x3_reduce', 'pool1/3x3_s2', 64, 1),
    conv('conv2/3x3', 'conv2/3x3_reduce', 192, 3, { pad: 1 }),
    maxPool('pool2/3x3_s2', 'conv2/3x3', 3, 2),
    ...inceptionModules('pool2/3x3_s2'),
    fullyConnected('fc6', 'pool5/7x7_s1', 1000, { relu: true }),
  ],
};
