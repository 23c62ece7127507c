/** An axis of a canvas picture: values of a column, linear or logarithmic, in a part that can be moved and zoomed. */
export interface Axis {
  scale: 'linear' | 'logarithmic';
  /** What is in sight, on the scale: logarithms of a logarithmic one. */
  from: number;
  to: number;
}

/** Beyond this ratio of the largest to the smallest value small ones would lie on each other. */
const LOGARITHMIC_FROM = 50;
/** Room around the outermost values, as a share of the axis. */
const MARGIN = 0.04;

/** An axis on which all values are in sight. */
export function axisOver(values: ArrayLike<number>, isChoice: boolean): Axis {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(low <= high)) return { scale: 'linear', from: 0, to: 1 };
  if (isChoice) return { scale: 'linear', from: low - 0.5, to: high + 0.5 };
  const scale = low > 0 && high / low >= LOGARITHMIC_FROM ? 'logarithmic' : 'linear';
  const [from, to] = scale === 'linear' ? [low, high] : [Math.log2(low), Math.log2(high)];
  const room = to > from ? (to - from) * MARGIN : Math.abs(from) * MARGIN || 1;
  return { scale, from: from - room, to: to + room };
}

/** Share of the axis at which a value lies: 0 to 1 is in sight. */
export function along({ scale, from, to }: Axis, value: number): number {
  return ((scale === 'linear' ? value : Math.log2(value)) - from) / (to - from);
}

export function valueAt({ scale, from, to }: Axis, share: number): number {
  const at = from + share * (to - from);
  return scale === 'linear' ? at : 2 ** at;
}

/** The axis zoomed around a share of itself; `factor` above 1 is nearer. */
export function zoomedAxis({ scale, from, to }: Axis, around: number, factor: number): Axis {
  const width = (to - from) / factor;
  const fixed = from + around * (to - from);
  return { scale, from: fixed - around * width, to: fixed + (1 - around) * width };
}

/** The axis moved by a share of itself. */
export function movedAxis({ scale, from, to }: Axis, by: number): Axis {
  const distance = by * (to - from);
  return { scale, from: from + distance, to: to + distance };
}

/** Round values for the axis, at most about `most`. */
export function ticksOn(axis: Axis, most: number): number[] {
  if (axis.scale === 'linear') return roundSteps(axis.from, axis.to, most);
  const step = Math.max(1, Math.ceil((axis.to - axis.from) / Math.max(1, most)));
  const ticks: number[] = [];
  for (let power = Math.ceil(axis.from / step) * step; power <= axis.to; power += step) ticks.push(2 ** power);
  return ticks;
}

/** Values 1, 2 or 5 times a power of ten apart, at most about `most` between two ends. */
export function roundSteps(from: number, to: number, most: number): number[] {
  const rough = (to - from) / Math.max(1, most);
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10);
  // Not minus zero.
  const first = Math.ceil(from / step - 1e-9) + 0;
  const steps: number[] = [];
  for (let index = first; index * step <= to + step * 1e-9; index++) steps.push(index * step);
  return steps;
}
