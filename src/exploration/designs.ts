import type { ConfigDocument } from '../config/document.ts';
import { isObject } from '../config/json.ts';
import type { LoadedConfig } from '../config/load.ts';
import { resolveConfig } from '../config/resolve.ts';
import type { Fidelity, ResolvedConfig } from '../config/resolved-config.ts';
import type { ConfigPath } from '../findings/finding.ts';
import { NETWORK_TABLES } from '../network/catalogue.ts';
import type { DesignSpace } from './design-space.ts';
import type { Parameter, ParameterValue } from './exploration.ts';
import type { Value } from './expression.ts';
import { rolesOf, siValues } from './scalar-keys.ts';
import { SCALAR_SETTERS, type SetScalar } from './scalar-setters.ts';

/** A parameter whose values are set in a resolved config. */
interface Scalar {
  parameter: number;
  key: string;
  values: Float64Array;
  set: SetScalar;
}

/** So many configs are remembered. */
const MOST_CONFIGS = 4096;

/** Configs of the designs of a space. Resolving one takes long; setting numbers in it does not. */
export class Designs {
  /** Indices of the parameters whose values need a config of their own, and of the others. */
  readonly structural: readonly number[];
  readonly scalars: readonly Scalar[];
  private readonly scalarOf: ReadonlyMap<string, Scalar>;
  private readonly configs = new Map<number, ResolvedConfig>();

  constructor(
    readonly space: DesignSpace,
    private readonly loaded: LoadedConfig,
    /** Of all designs; null for that of the config. */
    private readonly fidelity: Fidelity | null = null,
  ) {
    const indices = [...space.parameters.keys()];
    this.structural = indices.filter((index) => rolesOf(parameterAt(space, index)) === undefined);
    this.scalars = indices
      .filter((index) => !this.structural.includes(index))
      .map((index) => scalarOf(parameterAt(space, index), index));
    this.scalarOf = new Map(this.scalars.map((scalar) => [scalar.key, scalar]));
  }

  /** The config of a design, resolved as if its values were written in a file that extends the config. */
  configAt(place: number): ResolvedConfig {
    const config = resolveWith(this.loaded, this.space.parameters, (parameter) => this.valueAt(place, parameter));
    const isSwept = this.space.parameters.some(({ key }) => key === 'fidelity');
    return this.fidelity === null || isSwept ? config : { ...config, fidelity: this.fidelity };
  }

  /** Says which designs have the same structural values: those of the same number. */
  structureOf(place: number): number {
    let number = 0;
    for (const parameter of this.structural) {
      number = number * parameterAt(this.space, parameter).values.length + this.space.indexAt(place, parameter);
    }
    return number;
  }

  /** Sets the scalars of a design in a config that has its structural values. */
  setScalars(config: ResolvedConfig, place: number): void {
    for (const scalar of this.scalars) setScalar(config, scalar, this.space.indexAt(place, scalar.parameter));
  }

  /** Writes the values that a scalar has at the first `count` of the places that `rows` name. */
  setColumn(
    column: Float64Array,
    { parameter, values }: Scalar,
    places: ArrayLike<number>,
    rows: ArrayLike<number>,
    count: number,
  ): void {
    const { space } = this;
    for (let row = 0; row < count; row++) column[row] = values[space.indexAt(places[rows[row]], parameter)];
  }

  /** The value of any key at a design, in SI units; NaN for a key that is no number, text or boolean there. */
  lookUpAt(place: number): (key: string) => Value {
    return (key) => {
      const scalar = this.scalarOf.get(key);
      if (scalar !== undefined) return scalar.values[this.space.indexAt(place, scalar.parameter)] ?? Number.NaN;
      return leafOf(this.structuralConfigAt(place), key);
    };
  }

  /** A config that has the structural values of a design. */
  private structuralConfigAt(place: number): ResolvedConfig {
    const number = this.structureOf(place);
    const known = this.configs.get(number);
    if (known !== undefined) return known;
    if (this.configs.size >= MOST_CONFIGS) this.configs.clear();
    const config = this.configAt(place);
    this.configs.set(number, config);
    return config;
  }

  private valueAt(place: number, parameter: number): ParameterValue | undefined {
    return parameterAt(this.space, parameter).values[this.space.indexAt(place, parameter)];
  }
}

function leafOf(config: ResolvedConfig, key: string): Value {
  let value: unknown = config;
  for (const step of key.split('.')) value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : Number.NaN;
}

export function setScalar(config: ResolvedConfig, { values, set }: Scalar, index: number): void {
  set(config, values, index);
}

/** The config with other values at the parameters' keys. */
export function resolveWith(
  { layers, ownNetwork }: LoadedConfig,
  parameters: readonly Pick<Parameter, 'path'>[],
  writtenAt: (parameter: number) => ParameterValue | undefined,
): ResolvedConfig {
  let value = {};
  for (const [index, { path }] of parameters.entries()) value = withValue(value, path, writtenAt(index));
  const written: ConfigDocument = { ...layers[0], text: '', root: undefined, value, findings: [] };
  return resolveConfig([written, ...layers], NETWORK_TABLES, ownNetwork?.known).config;
}

function withValue(object: Readonly<Record<string, unknown>>, path: ConfigPath, value: unknown): object {
  const [key = '', ...rest] = path.map(String);
  const inner = object[key];
  return { ...object, [key]: rest.length === 0 ? value : withValue(isObject(inner) ? inner : {}, rest, value) };
}

function parameterAt({ parameters }: DesignSpace, index: number): Parameter {
  const parameter = parameters[index];
  if (parameter === undefined) throw new RangeError(`there is no parameter ${index}`);
  return parameter;
}

function scalarOf(parameter: Parameter, index: number): Scalar {
  const { key } = parameter;
  const set = SCALAR_SETTERS[key];
  if (set === undefined) throw new Error(`${key} is no scalar key`);
  return { parameter: index, key, values: valuesOf(parameter), set };
}

/** Of a sample there are as many as designs: they are read once. */
const READ_VALUES = new WeakMap<Parameter, Float64Array>();

function valuesOf(parameter: Parameter): Float64Array {
  const known = READ_VALUES.get(parameter);
  if (known !== undefined) return known;
  const values = siValues(parameter);
  READ_VALUES.set(parameter, values);
  return values;
}
