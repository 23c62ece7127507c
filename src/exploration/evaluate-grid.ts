import { throwIfCancelled } from '../cancelled.ts';
import type { SimulationContext } from '../simulate.ts';
import type { Axis } from './design-space.ts';
import { evaluateStructure } from './evaluate-structure.ts';
import type { FigureColumns } from './figure-columns.ts';
import type { Structure, Structures } from './structures.ts';
import { subGrid, visitCombinations } from './sub-grid.ts';

interface GridEvaluation {
  structures: Structures;
  context: SimulationContext;
  /** A row for every place of the space. */
  figures: FigureColumns;
  onImpossible(place: number): void;
  onProgress(done: number): void;
}

/**
 * Figures of every design of a grid, structure by structure. False where the closed form does not hold for a part of the
 * grid, so that its designs have to be evaluated one by one; then no figure is set.
 */
export async function evaluateGrid(axes: readonly Axis[], evaluation: GridEvaluation): Promise<boolean> {
  const { structures, context, figures } = evaluation;
  const { designs } = structures;
  const isStructural = ({ parameters }: Axis): boolean =>
    parameters.some((index) => designs.structural.includes(index));
  const whole = subGrid(axes, () => true);
  const structural = subGrid(axes, isStructural);
  const scalar = subGrid(axes, (axis) => !isStructural(axis));
  const numbers = new Float64Array(1);
  const origins: number[] = [];
  visitCombinations(structural, [whole], axes, numbers, () => origins.push(numbers[0]));
  const found: { origin: number; structure: Structure | 'impossible' }[] = [];
  for (const origin of origins) {
    const structure = await structures.of(origin);
    if (structure === undefined) return false;
    found.push({ origin, structure });
  }
  for (const [index, { origin, structure }] of found.entries()) {
    if (structure === 'impossible') {
      visitCombinations(scalar, [whole], axes, numbers, () => evaluation.onImpossible(origin + numbers[0]));
    } else {
      evaluateStructure({ designs, axes, scalar, whole, origin }, structure, figures);
    }
    evaluation.onProgress((index + 1) * scalar.size);
    await context.host.pause();
    throwIfCancelled(context.signal);
  }
  return true;
}
