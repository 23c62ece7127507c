import type { ConfigPath } from '../findings/finding.ts';
import type { MetricId } from '../metrics/metric.ts';
import type { Expression } from './expression.ts';

/** A value as it is written in a config. */
export type ParameterValue = string | number | boolean;

/** A key of the config and the values it takes. */
export interface Parameter {
  /** Dotted, as it is written: `dma.buffer`. */
  key: string;
  path: ConfigPath;
  /** At least one, each once, in the order in which they are tried. */
  values: readonly ParameterValue[];
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
}
