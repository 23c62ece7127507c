/** How far a figure is from the one it is held against: 0.1 is a tenth more. Null where there is no saying. */
export function relativeChange(from: number | null, to: number | null): number | null {
  if (from === null || to === null) return null;
  if (from === to) return 0;
  return from === 0 ? null : to / from - 1;
}
