import { throwIfCancelled } from '../cancelled.ts';
import type { ZeroTest } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import type { FeatureShape, Network } from '../network/network.ts';
import type { ActivationManifest, ManifestTensor } from '../tensors/manifest.ts';
import { problemOf, type TensorProblem } from '../tensors/tensor-problem.ts';
import type { ActivationStudy, CodedLayer, StudiedLayer, TrainingPoint } from './activation-study.ts';
import { codeMaps } from './code-layer.ts';
import { type FittedSource, fitMap, fittedLayer } from './fitted-layer.ts';
import { layersOfManifest, type RecordedLayer } from './layers-of-manifest.ts';
import type { MeasureConfig } from './measure.ts';
import { observe } from './observations.ts';
import { type OpenMap, openMap } from './recorded-map.ts';

/** How a study is made, whatever its source. */
export interface StudyRequest {
  measure: Omit<MeasureConfig, 'layout'>;
  /** Of recorded tensors. */
  zeroTest: ZeroTest;
  /** Called as work is done; the total may grow while files are opened. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

interface CodedPoint {
  shape: FeatureShape;
  coded: CodedLayer;
}

/**
 * A study of the tensors of a manifest: every layer at every point of training, in every memory order. Layers are named as in
 * the network where there is one. File faults are in the result; the layers concerned are studied without those files.
 * Throws {@link Cancelled} once the signal is aborted.
 */
export async function studyTensors(
  manifest: ActivationManifest,
  manifestUri: string,
  network: Network | null,
  request: StudyRequest,
  host: Host,
): Promise<{ study: ActivationStudy; problems: TensorProblem[] }> {
  const recorded = layersOfManifest(manifest, network);
  const total = recorded.reduce((count, { tensors }) => count + tensors.length, 0);
  const problems: TensorProblem[] = [];
  let done = 0;

  // Fits by layer and point: the pool behind a layer is made from that layer's.
  const fits = new Map<string, FittedSource>();
  const fitKey = (layer: string, trainingProgress: number) => `${trainingProgress} ${layer}`;

  const codePoint = async (layer: RecordedLayer, entries: readonly ManifestTensor[]): Promise<CodedPoint | null> => {
    const opened: OpenMap[] = [];
    let uri = manifestUri;
    try {
      for (const entry of entries) {
        throwIfCancelled(request.signal);
        const result = await openMap(entry, manifest, manifestUri, request.zeroTest, host);
        if ('problem' in result) problems.push(result.problem);
        else opened.push(result);
      }
      const maps = opened.map(({ map }) => map);
      const [map] = maps;
      if (map === undefined) return null;
      uri = opened[0].uri;
      const [{ trainingProgress }] = entries;
      const statistics = await codeMaps(maps, request.measure, host, request.signal);
      const own = await fitMap(map);
      if (own !== null) fits.set(fitKey(layer.name, trainingProgress), own);
      const input = layer.input === null ? undefined : fits.get(fitKey(layer.input, trainingProgress));
      const pooled = input === undefined || layer.pool === null ? null : { input, window: layer.pool };
      const fitted =
        own === null
          ? null
          : await fittedLayer(map, own, pooled, trainingProgress, request.measure, host, request.signal);
      const [, ...shape] = map.shape;
      const origin = { kind: 'measured', tensor: entries.map(({ file }) => file).join(', ') } as const;
      return { shape, coded: { trainingProgress, origin, ...statistics, fitted } };
    } catch (error) {
      problems.push(problemOf(error, uri));
      return null;
    } finally {
      for (const { close } of opened) await close();
      done += entries.length;
      request.onProgress?.(done, total);
    }
  };

  const layers: StudiedLayer[] = [];
  for (const layer of recorded) {
    const points: CodedPoint[] = [];
    for (const entries of byProgress(layer.tensors)) {
      const point = await codePoint(layer, entries);
      if (point !== null) points.push(point);
    }
    layers.push(studied(layer, points));
  }
  return {
    study: {
      source: 'tensors',
      dataset: manifest.dataset ?? null,
      points: pointsOf(manifest, layers),
      layers,
      observations: observe(layers),
    },
    problems,
  };
}

/** Points at which any layer was coded, ascending, with the accuracy that the manifest tells of them. */
function pointsOf({ timePoints = [] }: ActivationManifest, layers: readonly StudiedLayer[]): TrainingPoint[] {
  const coded = new Set(layers.flatMap((layer) => layer.coded.map(({ trainingProgress }) => trainingProgress)));
  return [...coded]
    .sort((a, b) => a - b)
    .map((trainingProgress) => {
      const testAccuracy = timePoints.find((point) => point.trainingProgress === trainingProgress)?.testAccuracy;
      return testAccuracy === undefined ? { trainingProgress } : { trainingProgress, testAccuracy };
    });
}

/** Sorted in by progress where the manifest's own curve, which may be of more images, does not have the point. */
function studied({ name, kind, input, densities }: RecordedLayer, points: readonly CodedPoint[]): StudiedLayer {
  const coded = points.map((point) => point.coded);
  const known = new Set(densities.map(({ trainingProgress }) => trainingProgress));
  const more = coded.filter(({ trainingProgress }) => !known.has(trainingProgress));
  return {
    name,
    kind,
    input,
    shape: points[0]?.shape ?? null,
    densities: [...densities, ...more.map(({ trainingProgress, density }) => ({ trainingProgress, density }))].sort(
      (a, b) => a.trainingProgress - b.trainingProgress,
    ),
    coded,
  };
}

function byProgress(tensors: readonly ManifestTensor[]): ManifestTensor[][] {
  const groups = new Map<number, ManifestTensor[]>();
  for (const tensor of tensors) {
    groups.set(tensor.trainingProgress, [...(groups.get(tensor.trainingProgress) ?? []), tensor]);
  }
  return [...groups.values()];
}
