import path from 'node:path';
import { valuesAt } from '../../src/exploration/design-space.ts';
import type { ParameterValue } from '../../src/exploration/exploration.ts';
import { type Plan, planExploration } from '../../src/exploration/plan.ts';
import { hashSweep } from '../../src/exploration/point-lines.ts';
import { designsOf, firstFidelity, type Prepared } from '../../src/exploration/prepared.ts';
import { droppedOf } from '../../src/exploration/run-sweep.ts';
import { readInput, UsageError } from '../usage.ts';

/** A plan as `--plan --json` writes it and `--run` takes it. */
export interface WrittenPlan {
  cdmaPlan: 1;
  /** Absolute path of the config. */
  config: string;
  /** Of the config, and of all else that decides what is run: SHA-256 in hexadecimal. */
  hash: string;
  sweep: string;
  /** Designs before constraints on keys dropped any. */
  total: number;
  /** Designs that a search may run; of any other sweep there is none. */
  budget?: number | undefined;
  /** Designs that are run; of a search there is none, as it decides by its results. */
  points?: Iterable<PlannedPoint> | undefined;
  dropped: readonly { constraint: string; points: number }[];
}

interface PlannedPoint {
  id: number;
  parameters: Readonly<Record<string, ParameterValue>>;
}

/** The designs of a sweep that is no search: they are known before it is run. */
export function planOf(prepared: Prepared): Plan {
  const { exploration } = prepared;
  return planExploration(exploration, designsOf(prepared, firstFidelity(exploration)));
}

/** `plan` is undefined for a search. */
export function writtenPlan(config: string, prepared: Prepared, plan: Plan | undefined): WrittenPlan {
  const { exploration, space } = prepared;
  return {
    cdmaPlan: 1,
    config: path.resolve(config),
    hash: prepared.config.hash,
    sweep: hashSweep(prepared),
    total: space.size,
    budget: exploration.search?.budget,
    points: plan && plannedPoints(prepared, plan),
    dropped: plan === undefined ? [] : droppedOf(plan),
  };
}

function* plannedPoints({ space }: Prepared, { kept }: Plan): Iterable<PlannedPoint> {
  for (const id of kept) {
    const values = valuesAt(space, id);
    yield { id, parameters: Object.fromEntries(space.parameters.map(({ key }, index) => [key, values[index] ?? ''])) };
  }
}

/** Throws {@link UsageError} when a file has no plan. */
export function readPlan(file: string): WrittenPlan {
  const text = readInput(file);
  let plan: Partial<WrittenPlan>;
  try {
    plan = JSON.parse(text);
  } catch {
    plan = {};
  }
  const { cdmaPlan, config, hash, sweep } = plan ?? {};
  if (cdmaPlan === 1 && typeof config === 'string' && typeof hash === 'string' && typeof sweep === 'string') {
    return { total: 0, dropped: [], ...plan, cdmaPlan, config, hash, sweep };
  }
  throw new UsageError(`${file} is no plan: write one with "cdma explore CONFIG --plan --json >${file}"`);
}

/** Throws {@link UsageError} unless the config still gives the points of the plan. */
export function checkPlan({ config, hash, sweep, points }: WrittenPlan, prepared: Prepared): void {
  const changed = [
    ...(hash === prepared.config.hash ? [] : ['the design']),
    ...(sweep === hashSweep(prepared) ? [] : ['its "explore" section']),
  ];
  if (changed.length > 0)
    throw new UsageError(`${config} has changed since the plan was made: ${changed.join(' and ')}`);
  if (prepared.exploration.search === null && !areIds(points, planOf(prepared).kept)) {
    throw new UsageError(
      `the plan has other points than ${config}: it is run as a whole; choose points with constraints`,
    );
  }
}

function areIds(points: Iterable<Partial<PlannedPoint> | null> | undefined, kept: Uint32Array): boolean {
  let row = 0;
  for (const point of Array.isArray(points) ? points : []) {
    if (point?.id !== kept[row]) return false;
    row += 1;
  }
  return row === kept.length;
}
