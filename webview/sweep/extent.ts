/** The least and the greatest of the values, `NaN` left out; plus and minus infinity, in this order, where there are none. */
export function extentOf(values: Iterable<number>): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
