import type { LayerSpec, NetworkTable } from '../network.ts';
import { add, averagePool, batchNorm, conv, fullyConnected, maxPool } from './layers.ts';

/** He et al., CVPR 2016, table 1: blocks in each of the four stages, of two 3x3 convolutions or of a bottleneck. */
const DEPTHS = {
  18: { blocks: [2, 2, 2, 2], bottleneck: false },
  34: { blocks: [3, 4, 6, 3], bottleneck: false },
  50: { blocks: [3, 4, 6, 3], bottleneck: true },
  101: { blocks: [3, 4, 23, 3], bottleneck: true },
  152: { blocks: [3, 8, 36, 3], bottleneck: true },
} as const;
type Depth = keyof typeof DEPTHS;

const STAGE_CHANNELS = [64, 128, 256, 512] as const;
/** A bottleneck's last 1x1 convolution widens by this. */
const EXPANSION = 4;

/** ResNet as facebook/fb.resnet.torch trains it: stride in the 3x3 convolutions, projections where shapes change. */
export function resnet(depth: Depth): NetworkTable {
  return {
    id: `resnet-${depth}`,
    title: `ResNet-${depth}`,
    source: 'facebook/fb.resnet.torch models/resnet.lua; He et al., CVPR 2016, table 1',
    input: [3, 224, 224],
    defaultBatch: 16,
    defaultBatchSource: 'the batch of jcjohnson/cnn-benchmarks; the cDMA paper has no ResNet',
    layers: layersOf(depth),
  };
}

function layersOf(depth: Depth): LayerSpec[] {
  const { blocks, bottleneck } = DEPTHS[depth];
  const layers = [
    conv('conv1', 'data', 64, 7, { stride: 2, pad: 3, relu: false, bias: false }),
    batchNorm('bn1', 'conv1'),
    maxPool('pool1', 'bn1', 3, 2, { pad: 1, rounding: 'down' }),
  ];
  let input = { name: 'pool1', channels: 64 };
  for (const [stage, count] of blocks.entries()) {
    const width = STAGE_CHANNELS[stage] ?? 0;
    for (let block = 0; block < count; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const name = `layer${stage + 1}.${block}`;
      layers.push(...residualBlock(name, input, { width, stride, bottleneck }));
      input = { name: `${name}.add`, channels: bottleneck ? EXPANSION * width : width };
    }
  }
  return [...layers, averagePool('avgpool', input.name, 7, 1), fullyConnected('fc', 'avgpool', 1000)];
}

interface BlockShape {
  width: number;
  stride: number;
  bottleneck: boolean;
}

function residualBlock(
  name: string,
  input: { name: string; channels: number },
  { width, stride, bottleneck }: BlockShape,
): LayerSpec[] {
  const part = (suffix: string): string => `${name}.${suffix}`;
  const plain = { relu: false, bias: false };
  const output = bottleneck ? EXPANSION * width : width;
  const path = bottleneck
    ? [
        conv(part('conv1'), input.name, width, 1, plain),
        batchNorm(part('bn1'), part('conv1')),
        conv(part('conv2'), part('bn1'), width, 3, { ...plain, stride, pad: 1 }),
        batchNorm(part('bn2'), part('conv2')),
        conv(part('conv3'), part('bn2'), output, 1, plain),
        batchNorm(part('bn3'), part('conv3'), false),
      ]
    : [
        conv(part('conv1'), input.name, width, 3, { ...plain, stride, pad: 1 }),
        batchNorm(part('bn1'), part('conv1')),
        conv(part('conv2'), part('bn1'), width, 3, { ...plain, pad: 1 }),
        batchNorm(part('bn2'), part('conv2'), false),
      ];
  const projected = stride > 1 || input.channels !== output;
  const shortcut = projected
    ? [
        conv(part('shortcut'), input.name, output, 1, { ...plain, stride }),
        batchNorm(part('shortcut.bn'), part('shortcut'), false),
      ]
    : [];
  const skip = projected ? part('shortcut.bn') : input.name;
  return [...path, ...shortcut, add(part('add'), [part(bottleneck ? 'bn3' : 'bn2'), skip])];
}
