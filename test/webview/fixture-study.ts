/** Studies of real activations: the recorded tensors of the examples, and generated maps of a large network. */
import type { ActivationStudy, FeatureMaps } from '../../src/activations/activation-study.ts';
import { DEFAULT_CODING } from '../../src/activations/coding.ts';
import { recordedFeatureMaps } from '../../src/activations/feature-maps.ts';
import { studyTensors } from '../../src/activations/study-tensors.ts';
import { networkById } from '../../src/network/catalogue.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { readManifest } from '../../src/tensors/read-manifest.ts';

const host = nodeHost();
const HERE = new URL('../../examples/traces/', import.meta.url).href;

async function manifestOfExamples() {
  const read = await readManifest('./manifest.json', HERE, host);
  if ('problem' in read) throw new Error(read.problem.message);
  return read;
}

export async function recordedStudy(): Promise<ActivationStudy> {
  const { manifest, uri } = await manifestOfExamples();
  const measure = { dma: DEFAULT_CODING, seed: 1, zlibWindows: 'sampled' } as const;
  const network = networkById('alexnet');
  const { study } = await studyTensors(manifest, uri, network, { measure, zeroTest: 'bit-pattern' }, host);
  return study;
}

export async function featureMapsOf(layer: string, image: number): Promise<FeatureMaps[]> {
  const { manifest, uri } = await manifestOfExamples();
  return recordedFeatureMaps(manifest, uri, null, layer, image, 'bit-pattern', host);
}

/** Maps as large as those of VGG-16's first layer, or as many as ResNet's last: a third of each row is not zero. */
export function largeMaps(channels: number, side: number): FeatureMaps[] {
  const bytes = Math.ceil((channels * side * side) / 8);
  const nonZero = Uint8Array.from({ length: bytes }, (_, i) => (i % 3 === 0 ? 255 : 0));
  const shape = [channels, side, side] as const;
  return [0, 0.2, 0.4, 0.6, 0.8, 1].map((trainingProgress) => ({
    layer: 'conv1',
    trainingProgress,
    image: 0,
    images: 6,
    shape,
    density: 1 / 3,
    nonZero,
  }));
}
