import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import type { Memo } from '../memo.ts';
import type { Network } from '../network/network.ts';
import { filesOf, readManifest, stampsOf } from '../tensors/read-manifest.ts';
import type { TensorProblem } from '../tensors/tensor-problem.ts';
import type { ActivationStudy, FeatureMaps } from './activation-study.ts';
import { codingOf } from './coding.ts';
import { generatedFeatureMaps, recordedFeatureMaps } from './feature-maps.ts';
import { studyModel } from './study-model.ts';
import { type StudyRequest, studyTensors } from './study-tensors.ts';

/** A study, and the files that could not be used for it. */
export interface StudyResult {
  study: ActivationStudy;
  problems: readonly TensorProblem[];
}

export interface StudyContext {
  host: Host;
  /** Where relative paths of the config start. */
  configUri: string;
  network: Network;
  memo: Memo<StudyResult>;
  signal?: AbortSignal | undefined;
  onProgress?: (done: number, total: number) => void;
}

type StudiedConfig = Pick<ResolvedConfig, 'workload' | 'dma'>;

/**
 * The study of the activations that a config names; the problem where its manifest cannot be used; null where it has none
 * (`uniform`). Throws {@link Cancelled} once the signal is aborted.
 */
export async function studyActivations(
  { workload: { activations }, dma }: StudiedConfig,
  context: StudyContext,
): Promise<StudyResult | { problem: TensorProblem } | null> {
  const { host, network, signal, onProgress } = context;
  if (activations.source === 'uniform') return null;
  // What a study does not depend on: it has every layout, and points of training of its own.
  const { trainingProgress: _progress, layout: _layout, ...settings } = activations;
  const coding = codingOf(dma);
  const key = [network, settings, coding];
  const request: StudyRequest = {
    measure: { dma: coding, seed: activations.seed, zlibWindows: activations.zlibWindows },
    zeroTest: dma.zeroTest,
    signal,
    ...(onProgress && { onProgress }),
  };
  switch (activations.source) {
    case 'model':
      return context.memo.get(JSON.stringify(key), async () => ({
        study: await studyModel(network, activations, request, host),
        problems: [],
      }));
    case 'tensors': {
      const read = await readManifest(activations.manifest, context.configUri, host);
      if ('problem' in read) return read;
      const { manifest, uri } = read;
      const stamps = await stampsOf(filesOf(manifest, uri), host);
      return context.memo.get(JSON.stringify([...key, stamps]), () =>
        studyTensors(manifest, uri, network, request, host),
      );
    }
  }
}

/**
 * The zeros of one image's maps of a layer over training; none where the layer or the image is not there. Throws
 * {@link Cancelled} once the signal is aborted.
 */
export async function featureMapsOf(
  { workload: { activations }, dma }: StudiedConfig,
  layer: string,
  image: number,
  { host, network, configUri, signal }: StudyContext,
): Promise<FeatureMaps[]> {
  switch (activations.source) {
    case 'uniform':
      return [];
    case 'model':
      return generatedFeatureMaps(network, activations, layer, image, host, signal);
    case 'tensors': {
      const read = await readManifest(activations.manifest, configUri, host);
      if ('problem' in read) return [];
      return recordedFeatureMaps(read.manifest, read.uri, network, layer, image, dma.zeroTest, host, signal);
    }
  }
}
