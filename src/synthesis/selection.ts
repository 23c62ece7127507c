/** So many that few of a tensor's values share one. */
const BUCKETS = 4096;

/** Element of rank `rank` (0 is the smallest): all are counted into buckets of equal width, and those of one are sorted. */
export function nthSmallest(values: Float64Array, rank: number): number {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  const scale = (BUCKETS - 1) / (most - least);
  const counts = new Uint32Array(BUCKETS);
  for (let i = 0; i < values.length; i++) counts[bucketOf(values[i], least, scale)]++;
  let bucket = 0;
  let before = 0;
  while (before + counts[bucket] <= rank) before += counts[bucket++];
  const own = new Float64Array(counts[bucket]);
  let found = 0;
  for (let i = 0; i < values.length; i++) {
    if (bucketOf(values[i], least, scale) === bucket) own[found++] = values[i];
  }
  return own.sort()[rank - before];
}

/** 0 where all values are alike and `scale` is infinite. */
function bucketOf(value: number, least: number, scale: number): number {
  return ((value - least) * scale) | 0;
}
