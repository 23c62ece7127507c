import type { LayerKind, Network } from '../network/network.ts';
import type { ActivationManifest, ManifestLayer, ManifestTensor } from '../tensors/manifest.ts';

/** A layer that a manifest has something of. */
export interface RecordedLayer {
  name: string;
  kind: LayerKind | null;
  /** The layer that it reads, where there is one and it is known. */
  input: string | null;
  pool: NonNullable<ManifestLayer['pool']> | null;
  /** Ascending in progress. */
  tensors: readonly ManifestTensor[];
  /** The manifest's own density curve, ascending in progress; empty without one. */
  densities: readonly { trainingProgress: number; density: number }[];
}

/**
 * The layers of a manifest, under the names of the network where there is one. A manifest that uses a slide's name
 * anywhere uses them throughout. In the order of the manifest's `layers`, else of the network, else as the tensors come.
 */
export function layersOfManifest(manifest: ActivationManifest, network: Network | null): RecordedLayer[] {
  const nameOf = namesIn(manifest, network);
  const described = new Map((manifest.layers ?? []).map((layer) => [nameOf(layer.name), layer]));
  const tensors = new Map<string, ManifestTensor[]>();
  for (const tensor of manifest.tensors) {
    const name = nameOf(tensor.layer);
    const known = tensors.get(name);
    if (known === undefined) tensors.set(name, [tensor]);
    else known.push(tensor);
  }
  const curves = new Map(
    Object.entries(manifest.densities?.layers ?? {}).map(([name, densities]) => [nameOf(name), densities]),
  );
  const progress = manifest.densities?.trainingProgress ?? [];

  const order = [...described.keys(), ...(network?.layers ?? []).map(({ name }) => name), ...tensors.keys()];
  const recorded = [...new Set(order)].filter((name) => tensors.has(name) || curves.has(name));
  return recorded.map((name) => {
    const inNetwork = network?.layers.find((layer) => layer.name === name);
    const own = described.get(name);
    const input = own?.input === undefined ? inNetwork?.input : [nameOf(own.input)];
    return {
      name,
      kind: own?.kind ?? inNetwork?.kind ?? null,
      input: input?.length === 1 ? (input[0] ?? null) : null,
      pool: own?.pool ?? (inNetwork?.kind === 'pool' ? inNetwork : null),
      tensors: [...(tensors.get(name) ?? [])].sort((a, b) => a.trainingProgress - b.trainingProgress),
      densities: progress.flatMap((trainingProgress, i) => {
        const density = curves.get(name)?.[i];
        return density === undefined ? [] : [{ trainingProgress, density }];
      }),
    };
  });
}

function namesIn({ tensors }: ActivationManifest, network: Network | null): (name: string) => string {
  if (network === null) return (name) => name;
  const names = new Set(network.layers.map((layer) => layer.name));
  const bySlideName = new Map(network.layers.map((layer) => [layer.slideName ?? layer.name, layer.name]));
  const usesSlideNames = tensors.some(({ layer }) => !names.has(layer) && bySlideName.has(layer));
  return (name) => (usesSlideNames ? (bySlideName.get(name) ?? name) : name);
}
