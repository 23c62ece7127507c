import type { Layout } from '../config/resolved-config.ts';
import { type SchemaFault, validateManifest } from '../generated/validators.js';
import type { LayerKind } from '../network/network.ts';
import type { Density } from '../units.ts';
import type { ElementType } from './tensor.ts';

/** A file that lists recorded activation tensors (schemas/activation-manifest.schema.json). */
export interface ActivationManifest {
  network?: string;
  dataset?: { name: string; licence?: string; citation?: string; images?: string };
  timePoints?: readonly { trainingProgress: number; testAccuracy?: number; trainAccuracy?: number }[];
  /** What the recorded layers are, in forward order. */
  layers?: readonly ManifestLayer[];
  /** Density at more points of training than tensors were kept for; each list is as long as `trainingProgress`. */
  densities?: { trainingProgress: readonly number[]; layers: Readonly<Record<string, readonly Density[]>> };
  /** Memory order of the files; the order of the dimensions in every `shape`. */
  layout: Layout;
  tensors: readonly ManifestTensor[];
}

export interface ManifestLayer {
  name: string;
  kind?: LayerKind;
  /** The recorded layer that this one reads. */
  input?: string;
  pool?: { mode: 'max' | 'average'; kernel: number; stride: number; pad?: number };
}

export interface ManifestTensor {
  layer: string;
  /** Relative to the manifest, with forward slashes. */
  file: string;
  /** Name within a file of several tensors. */
  tensor?: string;
  shape: readonly number[];
  dtype: ElementType;
  /** 0 (random weights) to 1 (trained). */
  trainingProgress: number;
  /** Of the whole file, lower-case hexadecimal. */
  sha256?: string;
}

/** Something in a manifest that the schema does not allow. */
export interface ManifestProblem {
  path: readonly (string | number)[];
  message: string;
}

/** The manifest in parsed JSON, or everything that is wrong with it. */
export function parseManifest(json: unknown): { manifest: ActivationManifest } | { problems: ManifestProblem[] } {
  if (validateManifest(json)) {
    const manifest = json as ActivationManifest;
    const problems = faultsOfDensities(manifest.densities);
    return problems.length > 0 ? { problems } : { manifest };
  }
  const problems = (validateManifest.errors ?? []).map((error) => ({
    path: parsePointer(error.instancePath),
    message: describe(error),
  }));
  return { problems };
}

/** What a schema cannot say of density curves. */
function faultsOfDensities(densities: ActivationManifest['densities']): ManifestProblem[] {
  if (densities === undefined) return [];
  const { trainingProgress, layers } = densities;
  const problems: ManifestProblem[] = Object.entries(layers)
    .filter(([, list]) => list.length !== trainingProgress.length)
    .map(([layer, list]) => ({
      path: ['densities', 'layers', layer],
      message: `has ${list.length} densities; trainingProgress has ${trainingProgress.length} points`,
    }));
  const early = trainingProgress.findIndex((progress, i) => i > 0 && progress <= trainingProgress[i - 1]);
  if (early >= 0) {
    problems.unshift({
      path: ['densities', 'trainingProgress', early],
      message: `is ${trainingProgress[early]}, after ${trainingProgress[early - 1]}: points must ascend`,
    });
  }
  return problems;
}

/** JSON pointer (RFC 6901) as a path; all-digit steps are array indices. */
function parsePointer(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
}

function describe({ keyword, params }: SchemaFault): string {
  switch (keyword) {
    case 'required':
      return `lacks "${params['missingProperty']}"`;
    case 'additionalProperties':
      return `has a key "${params['additionalProperty']}" that no manifest has`;
    case 'enum':
      return `must be one of ${params['allowedValues']}`;
    case 'type':
      return `must be of type ${params['type']}`;
    case 'minimum':
    case 'maximum':
      return `must be ${params['comparison']} ${params['limit']}`;
    case 'minLength':
      return 'must not be empty';
    case 'minItems':
      return `must have ${params['limit']} items or more`;
    case 'maxItems':
      return `must have ${params['limit']} items or fewer`;
    case 'pattern':
      return `must match ${params['pattern']}`;
    default:
      return `breaks the rule "${keyword}" of the schema`;
  }
}
