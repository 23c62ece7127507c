import type { LoadedConfig } from '../config/load.ts';
import { hashConfig } from '../config/load.ts';
import { ConfigReader } from '../config/reader.ts';
import type { Fidelity, ResolvedConfig } from '../config/resolved-config.ts';
import type { SimulationContext } from '../simulate.ts';
import type { DesignSpace } from './design-space.ts';
import { Designs } from './designs.ts';
import type { Exploration } from './exploration.ts';
import { readExploration } from './read-exploration.ts';
import { Structures } from './structures.ts';

/** A config's exploration, ready to be run. */
export interface Prepared {
  exploration: Exploration;
  space: DesignSpace;
  loaded: LoadedConfig;
  /** The config itself, without any parameter's value. */
  resolved: ResolvedConfig;
  config: { name: string; hash: string };
  context: SimulationContext;
}

/** Undefined where a config has no exploration, or errors. */
export function prepareExploration(loaded: LoadedConfig, context: SimulationContext): Prepared | undefined {
  const read = readExploration(new ConfigReader(loaded.layers));
  const { resolved } = loaded;
  const isValid = loaded.findings.every(({ severity }) => severity !== 'error');
  if (resolved === undefined || read === undefined || !isValid) return undefined;
  const hash = hashConfig(resolved, context.host.sha256, loaded.ownNetwork?.file?.network);
  return { ...read, loaded, resolved, config: { name: resolved.name, hash }, context };
}

/** The designs of an exploration, all at a fidelity; null for that of the config. */
export function designsOf({ space, loaded }: Pick<Prepared, 'space' | 'loaded'>, fidelity: Fidelity | null): Designs {
  return new Designs(space, loaded, fidelity);
}

export function structuresOf(prepared: Prepared, fidelity: Fidelity | null): Structures {
  return new Structures(designsOf(prepared, fidelity), prepared.context);
}

/** With which fidelity an exploration begins; null for that of the config. */
export function firstFidelity({ fidelity }: Exploration): Fidelity | null {
  return fidelity === 'closed-form-first' ? 'closed-form' : fidelity;
}
