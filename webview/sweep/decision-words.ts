/** Words of the pictures for deciding. */
import { say } from '../../src/words.ts';

export const FRONT = {
  name: () => say`front: no other point is better in everything`,
};

export const PARALLEL = {
  heading: () => say`Parallel coordinates`,
  description: () =>
    say`Every line is a point and crosses each axis at its value. A triangle points to what is better. Drag along an axis to keep the lines that cross it there; click on the axis to let go.`,
  someDrawn: (drawn: string, all: string) => say`Drawn are ${drawn} of ${all} points, and all of the front.`,
  label: (points: string, axes: string) => say`Parallel coordinates of ${points} points. Axes: ${axes}.`,
  instructions: () =>
    say`Left and right choose an axis; up and down move a brush over its values, plus and minus widen and narrow it, Delete removes it, Escape removes all.`,
  unbrushed: (axis: string) => say`${axis}: all values`,
  brushed: (axis: string, least: string, most: string) => say`${axis}: ${least} to ${most}`,
  inBrushes: (points: string, all: string) => say`${points} of ${all} points in all brushes`,
  noBrush: () => say`No brush: all points`,
};

export const MATRIX = {
  heading: () => say`Pairs`,
  description: () =>
    say`Below the diagonal points, one column against another; above it their rank correlation (-1 to 1); on it how values are spread. Click on a cell to see its pair large.`,
  label: (points: string, columns: string) => say`Pairs of columns of ${points} points: ${columns}.`,
  instructions: () => say`Arrow keys choose a cell, Enter shows its pair large.`,
  pair: (upwards: string, across: string, correlation: string, points: string) =>
    say`${upwards} against ${across}: rank correlation ${correlation} over ${points} points`,
  spread: (column: string, least: string, most: string) => say`${column}: ${least} to ${most}`,
  correlation: () => say`Rank correlation`,
  left: () => say`No cell`,
};

export const HEAT_MAP = {
  heading: () => say`Heat map`,
  description: (metric: string, upwards: string, across: string) =>
    say`Best ${metric} of all feasible points in each cell of ${upwards} (upwards) and ${across}. The stronger the colour, the better.`,
  label: (metric: string, cells: string, upwards: string, across: string) =>
    say`Heat map of ${metric}: ${cells} cells, ${upwards} upwards, ${across} across.`,
  range: (least: string, most: string) => say`From ${least} to ${most}.`,
  instructions: () => say`Arrow keys move over the cells, Enter selects one, Escape lets go of it.`,
  best: () => say`best`,
  present: () => say`present config`,
  selected: () => say`selected`,
  empty: () => say`no feasible point`,
  noneSelected: () => say`No cell selected`,
};

export const RESPONSE = {
  heading: (metric: string, key: string) => say`How ${metric} answers to ${key}`,
  description: (metric: string, key: string) =>
    say`Best, mean and worst ${metric} of the feasible points with each value of ${key}, whatever the other keys are.`,
  best: () => say`best`,
  mean: () => say`mean`,
  worst: () => say`worst`,
  present: (value: string) => say`present: ${value}`,
  presentConfig: () => say`present config`,
};

export const EFFECTS = {
  heading: (metric: string) => say`What decides about ${metric}`,
  description: () =>
    say`Share of the variance over the grid that each key explains (%): alone, and with all that it does together with other keys. At the right: what shows only together with others.`,
  key: () => say`Key`,
  alone: () => say`alone`,
  withOthers: () => say`with interactions`,
  onlyTogether: (share: string) => say`only together: ${share}`,
  together: (a: string, b: string) => say`${a} and ${b}, only together`,
};

export const TORNADO = {
  heading: (metric: string) => say`One key at a time: ${metric}`,
  description: (metric: string, present: string) =>
    say`Dashed line: ${metric} of the config, ${present}. Each bar: with this key alone at its lowest and at its highest value, which stand at its ends.`,
  label: (metric: string, present: string, keys: string) =>
    say`One key at a time, away from the config. ${metric} is ${present} at present. Keys, those with the widest bars first: ${keys}.`,
  instructions: () => say`Up and down move over the keys.`,
  bar: (key: string, low: string, lowFigure: string, high: string, highFigure: string) =>
    say`${key}: ${lowFigure} with ${low}, ${highFigure} with ${high}`,
  present: (figure: string) => say`present: ${figure}`,
  better: () => say`better than the config`,
  worse: () => say`worse than the config`,
  key: () => say`Key`,
  low: () => say`Low`,
  high: () => say`High`,
  figureAtLow: () => say`Figure at low`,
  figureAtHigh: () => say`Figure at high`,
};

export const CONVERGENCE = {
  heading: () => say`Convergence of the search`,
  description: () =>
    say`Share of the space of figures that the front dominates (%), over the designs evaluated. Where it no longer rises, more designs would hardly help.`,
  evaluated: () => say`Designs evaluated`,
  hypervolume: () => say`Dominated space (%)`,
  front: () => say`front`,
  designs: (designs: string) => say`designs: ${designs}`,
};
