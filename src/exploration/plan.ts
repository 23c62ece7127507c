import { METRIC_IDS } from '../metrics/metric.ts';
import type { DesignSpace } from './design-space.ts';
import type { Designs } from './designs.ts';
import type { Constraint, Exploration } from './exploration.ts';
import { evaluate, namesOf } from './expression.ts';
import { type SubGrid, subGrid, visitCombinations } from './sub-grid.ts';

/** Which designs of a space are to be run. */
export interface Plan {
  /** Places of the designs that are to be run, ascending. */
  kept: Uint32Array;
  /** Designs of the space. */
  total: number;
  /** How many designs each constraint on keys drops: a design counts for the first that it fails. */
  dropped: readonly { constraint: Constraint; points: number }[];
  /** Constraints that name a result, and so are decided after a run. */
  afterRun: readonly Constraint[];
}

/** Constraints on keys alone, and those that name a result. */
export function dividedConstraints({ constraints }: Exploration): { before: Constraint[]; afterRun: Constraint[] } {
  const isOnResult = ({ expression }: Constraint): boolean =>
    namesOf(expression).some((name) => METRIC_IDS.some((id) => id === name));
  return {
    before: constraints.filter((constraint) => !isOnResult(constraint)),
    afterRun: constraints.filter(isOnResult),
  };
}

/** Decides which designs are to be run: all whose keys satisfy the constraints. */
export function planExploration(exploration: Exploration, designs: Designs): Plan {
  const { space } = designs;
  const { before, afterRun } = dividedConstraints(exploration);
  const failed = firstFailed(before, designs);
  const points = before.map(() => 0);
  const kept = new Uint32Array(space.size);
  let count = 0;
  for (let place = 0; place < space.size; place++) {
    const constraint = failed === undefined ? 0 : failed[place];
    if (constraint === 0) kept[count++] = place;
    else points[constraint - 1] = (points[constraint - 1] ?? 0) + 1;
  }
  const dropped = before.map((constraint, index) => ({ constraint, points: points[index] ?? 0 }));
  return { kept: kept.slice(0, count), total: space.size, dropped, afterRun };
}

/** For every place one more than the index of the first constraint that it fails, or 0; undefined without constraints. */
function firstFailed(constraints: readonly Constraint[], designs: Designs): Uint8Array | undefined {
  if (constraints.length === 0) return undefined;
  const failed = new Uint8Array(designs.space.size);
  for (const [index, constraint] of constraints.entries()) {
    const visit = (place: number, holds: boolean): void => {
      if (!holds && failed[place] === 0) failed[place] = index + 1;
    };
    const { axes } = designs.space;
    if (axes === undefined) visitEach(constraint, designs, visit);
    else visitGrid(constraint, designs, axes, visit);
  }
  return failed;
}

function holdsAt({ expression }: Constraint, designs: Designs, place: number): boolean {
  return evaluate(expression, designs.lookUpAt(place)) === true;
}

function visitEach(constraint: Constraint, designs: Designs, visit: (place: number, holds: boolean) => void): void {
  for (let place = 0; place < designs.space.size; place++) visit(place, holdsAt(constraint, designs, place));
}

/** A constraint is decided once for each combination of the axes that its names depend on. */
function visitGrid(
  constraint: Constraint,
  designs: Designs,
  axes: NonNullable<DesignSpace['axes']>,
  visit: (place: number, holds: boolean) => void,
): void {
  const names = namesOf(constraint.expression);
  const { parameters } = designs.space;
  const decides = (index: number): boolean => {
    const key = parameters[index]?.key ?? '';
    // What is resolved may change any key that is not set by a parameter of its own.
    return names.includes(key) || designs.structural.includes(index);
  };
  const whole = subGrid(axes, () => true);
  const part: SubGrid = subGrid(axes, (axis) => axis.parameters.some(decides));
  const holds = new Uint8Array(part.size);
  const numbers = new Float64Array(1);
  visitCombinations(part, [whole], axes, numbers, (number) => {
    holds[number] = holdsAt(constraint, designs, numbers[0]) ? 1 : 0;
  });
  visitCombinations(whole, [part], axes, numbers, (place) => visit(place, holds[numbers[0]] === 1));
}
