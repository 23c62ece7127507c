import type { ConfigPath } from '../findings/finding.ts';
import type { MetricId } from '../metrics/metric.ts';
import type { SamplingMethod } from '../sampling/sampling.ts';
import type { Expression } from './expression.ts';

/** A value as it is written in a config. */
export type ParameterValue = string | number | boolean;

/** A key of the config and the values it takes. */
export interface Parameter {
  /** Dotted, as it is written: `dma.buffer`. */
  key: string;
  path: ConfigPath;
  /** At least one, each once, in the order in which they are tried; of a sampled range one for each sample. */
  values: readonly ParameterValue[];
  /** The same numbers in SI units, where they are known without reading them. */
  siValues?: Float64Array;
  /** Whether values are numbers or quantities, so that there is a lowest and a highest. */
  isOrdered: boolean;
}

/** What every point must satisfy. */
export interface Constraint {
  text: string;
  expression: Expression;
  path: ConfigPath;
}

export interface Objective {
  metric: MetricId;
  direction: 'maximise' | 'minimise';
}

/** The `explore` section of a config, read. */
export interface Exploration {
  parameters: readonly Parameter[];
  constraints: readonly Constraint[];
  /** At least one: speed over vDNN where none is written. */
  objectives: readonly Objective[];
  /** Indices of parameters that step together, each group in ascending order; a parameter is in one group at most. */
  together: readonly (readonly number[])[];
  /** Points drawn from the space instead of every combination. */
  sample: Sample | null;
  /** A search of the space instead of every combination. */
  search: Search | null;
  /** How figures are computed; null as the config says. */
  fidelity: ExplorationFidelity | null;
}

export interface Sample {
  method: SamplingMethod;
  points: number;
  seed: number;
}

/** An evolutionary search (NSGA-II). */
export interface Search {
  /** Designs that are evaluated, at most. */
  budget: number;
  population: number;
  seed: number;
}

/** `closed-form-first`: all points in closed form, then those on the front line by line in the pipeline. */
export const EXPLORATION_FIDELITIES = ['closed-form', 'pipeline', 'closed-form-first'] as const;
export type ExplorationFidelity = (typeof EXPLORATION_FIDELITIES)[number];
