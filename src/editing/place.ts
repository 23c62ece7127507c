import { parseDocument, rangeOf, startOf } from '../config/document.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { ConfigPath, TextRange } from '../findings/finding.ts';

/** A place in a file. */
export interface Place {
  uri: string;
  range: TextRange;
}

/**
 * Where a value of a config is written: in the opened file, else in a base of it; else where its nearest section stands
 * in the opened file. A layer stands in the network's own file, or where its activations are set.
 */
export function placeOf(loaded: Pick<LoadedConfig, 'layers' | 'ownNetwork'>, path: ConfigPath): Place {
  const { layers } = loaded;
  const layer = layerIn(path);
  const written =
    layer === undefined
      ? writtenPlace(layers, path)
      : (placeInNetwork(loaded.ownNetwork, layer) ??
        writtenPlace(layers, ['workload', 'activations', 'layers', layer]) ??
        writtenPlace(layers, ['workload', 'network']));
  if (written !== undefined) return written;
  const [opened] = layers;
  for (let depth = path.length - 1; depth > 0; depth--) {
    const range = rangeOf(opened, path.slice(0, depth));
    if (range !== undefined) return { uri: opened.uri, range };
  }
  return { uri: opened.uri, range: startOf(opened) };
}

function placeInNetwork(ownNetwork: LoadedConfig['ownNetwork'], layer: string): Place | undefined {
  const { file, uri } = ownNetwork ?? {};
  const index = file?.network?.layers.findIndex(({ name }) => name === layer) ?? -1;
  if (file === undefined || uri === undefined || index < 0) return undefined;
  const range = rangeOf(parseDocument(file.text, uri), ['layers', index, 'name']);
  return range && { uri, range };
}

function writtenPlace(layers: LoadedConfig['layers'], path: ConfigPath): Place | undefined {
  for (const document of layers) {
    const range = rangeOf(document, path);
    if (range !== undefined) return { uri: document.uri, range };
  }
  return undefined;
}

/** The layer that a path of the panel names: the key of its network, and the layer behind it (protocol/messages.ts). */
function layerIn(path: ConfigPath): string | undefined {
  const [section, key, layer] = path;
  return section === 'workload' && key === 'network' && typeof layer === 'string' ? layer : undefined;
}
