import type { TensorShape } from '../tensors/tensor.ts';
import type { Clustering } from './clustering.ts';
import type { Random } from './random.ts';

/**
 * Which maps are not zero altogether: 1 or 0 for each channel of each image, channels fastest. The counts of dead channels
 * and of dead maps among the others are the shares, rounded; which ones is drawn. At least `needed` maps are live:
 * dead maps come back first, then channels.
 */
export function liveMapsOf(
  [images, channels]: TensorShape,
  needed: number,
  { deadChannels, deadMaps }: Pick<Clustering, 'deadChannels' | 'deadMaps'>,
  random: Random,
): Uint8Array {
  const live = new Uint8Array(images * channels).fill(1);
  const spare = live.length - needed;
  const channelCount = Math.min(Math.round(deadChannels * channels), Math.floor(spare / images));
  const others = live.length - channelCount * images;
  const mapCount = Math.min(Math.round(deadMaps * others), spare - channelCount * images);

  const allChannels = Array.from({ length: channels }, (_, channel) => channel);
  for (const channel of drawn(allChannels, channelCount, random)) {
    for (let image = 0; image < images; image++) live[image * channels + channel] = 0;
  }
  const otherMaps = [...live.keys()].filter((map) => live[map] === 1);
  for (const map of drawn(otherMaps, mapCount, random)) live[map] = 0;
  return live;
}

/** `count` of the items, each equally likely: Fisher and Yates's shuffle, cut short. Uses up no randomness for none. */
function drawn(items: number[], count: number, random: Random): readonly number[] {
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random.uniform() * (items.length - i));
    const item = items[i];
    items[i] = items[other];
    items[other] = item;
  }
  return items.slice(0, count);
}
