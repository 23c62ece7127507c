import type { Observation, StudiedLayer } from './activation-study.ts';

/** Slide 29 says "around 50 %": this far from it still counts. */
const AROUND_HALF = 0.05;
/** Relative change below which a density counts as unchanged. */
const NOTABLE_CHANGE = 0.03;
/** Slides 31 and 32 speak of trends: this share of the layers must follow, and this rank correlation counts as one. */
const MOST_LAYERS = 0.75;
const NOTABLE_CORRELATION = -0.5;
/** Fewer layers or points of training show no trend. */
const LEAST_LAYERS = 4;
const LEAST_POINTS = 3;

/** Kinds whose ReLU makes new zeros; pools, LRN and concatenations pass on those of their inputs. */
const WITH_OWN_ZEROS: ReadonlySet<StudiedLayer['kind']> = new Set(['conv', 'batch-norm', 'add', 'fc']);

/**
 * The four observations of slides 29-32, checked against studied layers (in forward order). What counts as "around",
 * "most" and "generally" is stated with the constants above; the evidence gives the figures, so that a reader may judge otherwise.
 */
export function observe(layers: readonly StudiedLayer[]): Observation[] {
  return [
    firstConvolutionHalf(layers),
    poolingRaisesDensity(layers),
    fallsThenRecovers(layers),
    deeperIsSparser(layers),
  ];
}

function firstConvolutionHalf(layers: readonly StudiedLayer[]): Observation {
  const base = { id: 'first-convolution-half', slide: 29 } as const;
  const first = layers.find(({ kind }) => kind === 'conv');
  if (first === undefined)
    return { ...base, verdict: 'cannot-tell', evidence: 'No layer is known to be a convolution.' };
  const densities = first.densities.map(({ density }) => density);
  if (densities.length < 2) {
    return { ...base, verdict: 'cannot-tell', evidence: `${first.name} is known at one point of training only.` };
  }
  const [least, most] = [Math.min(...densities), Math.max(...densities)];
  const holds = least >= 0.5 - AROUND_HALF && most <= 0.5 + AROUND_HALF;
  const evidence = `${first.name} is ${percent(least)} to ${percent(most)} dense over ${densities.length} points of training.`;
  return { ...base, verdict: holds ? 'holds' : 'does-not-hold', evidence };
}

function poolingRaisesDensity(layers: readonly StudiedLayer[]): Observation {
  const base = { id: 'pooling-raises-density', slide: 30 } as const;
  const factors: number[] = [];
  for (const pool of layers.filter(({ kind }) => kind === 'pool')) {
    const input = layers.find(({ name }) => name === pool.input);
    for (const { trainingProgress, density } of pool.densities) {
      const before = input?.densities.find((point) => point.trainingProgress === trainingProgress);
      if (before !== undefined && before.density > 0) factors.push(density / before.density);
    }
  }
  if (factors.length === 0) {
    return { ...base, verdict: 'cannot-tell', evidence: 'No pool is known together with the layer that it reads.' };
  }
  const raised = factors.filter((factor) => factor > 1).length;
  const evidence =
    `Denser than its input in ${raised} of ${factors.length} cases (a pool at a point of training), ` +
    `by a factor of ${Math.min(...factors).toFixed(2)} to ${Math.max(...factors).toFixed(2)}.`;
  return { ...base, verdict: raised === factors.length ? 'holds' : 'does-not-hold', evidence };
}

function fallsThenRecovers(layers: readonly StudiedLayer[]): Observation {
  const base = { id: 'falls-then-recovers', slide: 31 } as const;
  const curves = layers
    .filter(({ kind, densities }) => WITH_OWN_ZEROS.has(kind) && densities.length >= LEAST_POINTS)
    .map(({ densities }) => densities.map(({ density }) => density));
  if (curves.length < LEAST_LAYERS) {
    const evidence = `Fewer than ${LEAST_LAYERS} layers are known at ${LEAST_POINTS} points of training or more.`;
    return { ...base, verdict: 'cannot-tell', evidence };
  }
  const falls = (curve: readonly number[]) => Math.min(...curve) < first(curve) * (1 - NOTABLE_CHANGE);
  const recovers = (curve: readonly number[]) => last(curve) > Math.min(...curve) * (1 + NOTABLE_CHANGE);
  const falling = curves.filter(falls);
  const both = falling.filter(recovers);
  const evidence =
    `${falling.length} of ${curves.length} layers fall by more than ${percent(NOTABLE_CHANGE)}; ` +
    `${both.length} of them end more than ${percent(NOTABLE_CHANGE)} above their minimum.`;
  return { ...base, verdict: both.length >= MOST_LAYERS * curves.length ? 'holds' : 'does-not-hold', evidence };
}

function deeperIsSparser(layers: readonly StudiedLayer[]): Observation {
  const base = { id: 'deeper-is-sparser', slide: 32 } as const;
  const deep = layers.filter(({ kind }) => WITH_OWN_ZEROS.has(kind) && kind !== 'fc');
  const ends = deep.flatMap(({ densities }) => densities.slice(-1).map(({ density }) => density));
  if (ends.length < LEAST_LAYERS) {
    return { ...base, verdict: 'cannot-tell', evidence: `Fewer than ${LEAST_LAYERS} convolutions are known.` };
  }
  const correlation = rankCorrelation(
    ends.map((_, depth) => depth),
    ends,
  );
  const evidence =
    `Rank correlation of depth and density at the end of training is ${correlation.toFixed(2)} ` +
    `over ${ends.length} convolutions (${percent(first(ends))} at the first, ${percent(last(ends))} at the last).`;
  return { ...base, verdict: correlation <= NOTABLE_CORRELATION ? 'holds' : 'does-not-hold', evidence };
}

/** Spearman's rank correlation, -1 to 1; equal values share their mean rank, and it is 0 where all are equal. */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number {
  const [rankX, rankY] = [ranks(x), ranks(y)];
  const middle = (x.length - 1) / 2;
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, rank, i) => sum + (rank - middle) * ((b[i] ?? middle) - middle), 0);
  const scale = Math.sqrt(product(rankX, rankX) * product(rankY, rankY));
  return scale === 0 ? 0 : product(rankX, rankY) / scale;
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal - 1) / 2;
  });
}

function first(values: readonly number[]): number {
  return values[0] ?? Number.NaN;
}

function last(values: readonly number[]): number {
  return values.at(-1) ?? Number.NaN;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0).replace(/\.0$/, '')} %`;
}
