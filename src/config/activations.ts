import type { ConfigPath } from '../findings/finding.ts';
import { say } from '../words.ts';
import { type NamedLayer, resolveLayerActivations } from './layer-activations.ts';
import { type Layers, writerOf } from './layers.ts';
import type { ConfigReader } from './reader.ts';
import { type ActivationConfig, LAYOUTS } from './resolved-config.ts';
import { locateFile, relativePath } from './uri.ts';

type Source = ActivationConfig['source'];

/** Keys that each source reads beside `source` itself. */
const KEYS: Readonly<Record<Source, readonly string[]>> = {
  model: ['trainingProgress', 'layout', 'seed', 'zlibWindows', 'layerScatter', 'layers'],
  tensors: ['trainingProgress', 'layout', 'seed', 'zlibWindows', 'manifest'],
  uniform: ['ratio'],
};
const SOURCES = ['model', 'tensors', 'uniform'] as const satisfies readonly Source[];
const NO_MANIFEST = { value: '', origin: { kind: 'default', source: '' } } as const;

const at = (key: string): ConfigPath => ['workload', 'activations', key];

/**
 * Resolves `workload.activations`, whose keys depend on its `source`.
 *
 * @param network layers of the network; undefined where it is not known.
 */
export function resolveActivations(
  reader: ConfigReader,
  layers: Layers,
  network: readonly NamedLayer[] | undefined,
): ActivationConfig {
  const source = reader.choice(at('source'), SOURCES);
  const written = reader.written(at('source'));
  if (written === undefined || written === source) checkKeys(reader, layers, source);
  if (source === 'uniform') return { source, ratio: reader.number(at('ratio')) };
  const sampling = {
    trainingProgress:
      reader.written(at('trainingProgress')) === 'average'
        ? reader.choice(at('trainingProgress'), ['average'] as const)
        : reader.number(at('trainingProgress')),
    layout: reader.choice(at('layout'), LAYOUTS),
    seed: reader.number(at('seed')),
    zlibWindows: reader.choice(at('zlibWindows'), ['sampled', 'all'] as const),
  };
  if (source === 'model') {
    const layerScatter = reader.number(at('layerScatter'));
    const ofLayers = resolveLayerActivations(reader, layers, network);
    return { source, ...sampling, layerScatter, ...(ofLayers !== undefined && { layers: ofLayers }) };
  }
  return { source, manifest: resolveManifest(reader, layers), ...sampling };
}

/** Keys inherited from a base may go unused: the config that extends it has chosen another source. */
function checkKeys(reader: ConfigReader, layers: Layers, source: Source): void {
  for (const key of new Set(Object.values(KEYS).flat())) {
    const unused = !KEYS[source].includes(key) && writerOf(layers, at(key)) === layers[0];
    if (unused) {
      const users = SOURCES.filter((other) => KEYS[other].includes(key))
        .map((other) => `"${other}"`)
        .reduce((before, other) => say`${before} and ${other}`);
      reader.findings.push({
        code: 'unused-key',
        severity: 'warning',
        message: say`${key}: this has no effect with the source "${source}"; it belongs to ${users}.`,
        path: at(key),
        target: 'key',
        fixes: [{ title: say`Remove ${key}`, isCorrection: true, edits: [{ path: at(key), value: undefined }] }],
      });
    }
  }
}

/** The manifest relative to the opened file, also when a base in another folder names it. */
function resolveManifest(reader: ConfigReader, layers: Layers): string {
  const manifest = reader.text(at('manifest'), NO_MANIFEST);
  const writer = writerOf(layers, at('manifest'));
  if (!writer) {
    reader.findings.push({
      code: 'manifest-missing',
      severity: 'error',
      message: say`source: "tensors" needs a manifest that lists them.`,
      help: say`Add "manifest", such as "./traces/manifest.json".`,
      path: at('source'),
    });
    return manifest;
  }
  const uri = writer === layers[0] ? undefined : locateFile(manifest, writer.uri);
  return uri === undefined ? manifest : relativePath(layers[0].uri, uri);
}
