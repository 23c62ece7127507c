import type { LayerSpec, NetworkTable } from '../network.ts';
import { averagePool, concat, conv, maxPool } from './layers.ts';

/** A 1x1 squeeze, then 1x1 and 3x3 expansions of as many channels each, concatenated. */
function fire(name: string, input: string, channels: { squeeze: number; expand: number }): LayerSpec[] {
  const part = (suffix: string): string => `${name}/${suffix}`;
  return [
    conv(part('squeeze1x1'), input, channels.squeeze, 1),
    conv(part('expand1x1'), part('squeeze1x1'), channels.expand, 1),
    conv(part('expand3x3'), part('squeeze1x1'), channels.expand, 3, { pad: 1 }),
    concat(part('concat'), [part('expand1x1'), part('expand3x3')]),
  ];
}

export const squeezenet: NetworkTable = {
  id: 'squeezenet',
  title: 'SqueezeNet v1.0',
  source: 'forresti/SqueezeNet@51147dc0681638c28aad593b9e923f3500117125 SqueezeNet_v1.0/train_val.prototxt',
  input: [3, 227, 227],
  defaultBatch: 512,
  defaultBatchSource: 'recalled from the cDMA paper (HPCA 2018); the slides do not state it',
  layers: [
    conv('conv1', 'data', 96, 7, { stride: 2 }),
    maxPool('pool1', 'conv1', 3, 2),
    ...fire('fire2', 'pool1', { squeeze: 16, expand: 64 }),
    ...fire('fire3', 'fire2/concat', { squeeze: 16, expand: 64 }),
    ...fire('fire4', 'fire3/concat', { squeeze: 32, expand: 128 }),
    maxPool('pool4', 'fire4/concat', 3, 2),
    ...fire('fire5', 'pool4', { squeeze: 32, expand: 128 }),
    ...fire('fire6', 'fire5/concat', { squeeze: 48, expand: 192 }),
    ...fire('fire7', 'fire6/concat', { squeeze: 48, expand: 192 }),
    ...fire('fire8', 'fire7/concat', { squeeze: 64, expand: 256 }),
    maxPool('pool8', 'fire8/concat', 3, 2),
    ...fire('fire9', 'pool8', { squeeze: 64, expand: 256 }),
    conv('conv10', 'fire9/concat', 1000, 1, { pad: 1 }),
    averagePool('pool10', 'conv10', 15, 1),
  ],
};
