import { canonicalJson } from '../config/json.ts';
import type { RecordedResult } from '../report/recorded-result.ts';
import { say } from '../words.ts';

/** Why figures of these results may differ for reasons that nobody meant to compare, each a sentence. */
export function cautionsOf(results: readonly RecordedResult[]): string[] {
  const differ = (read: (result: RecordedResult) => unknown): boolean => new Set(results.map(read)).size > 1;
  const cautions: [isSo: boolean, sentence: string][] = [
    [differ(({ network }) => network.id), say`The networks differ: layers of the same name are not the same layers.`],
    [
      haveOtherHashes(results),
      say`Some configs are the same and their hashes are not: the file of the network has changed between the runs.`,
    ],
    [
      differ(({ config }) => config.resolved.workload.batch),
      say`The batches differ: times and sizes are of different amounts of work.`,
    ],
    [
      differ(({ config }) => config.resolved.workload.activations.source),
      say`The activations come from different sources: ratios may differ for that alone.`,
    ],
    [
      differ(({ fidelity }) => fidelity),
      say`Some rates are closed forms and some are of the pipeline: small differences may come from that.`,
    ],
    [
      differ(({ tool }) => tool.modelVersion),
      say`The results are of different versions of the model: simulate the older ones again.`,
    ],
  ];
  return cautions.filter(([isSo]) => isSo).map(([, sentence]) => sentence);
}

/** The hash of a config covers the layers of a network file, of which the resolved config has the reference only. */
function haveOtherHashes(results: readonly RecordedResult[]): boolean {
  const designs = results.map(({ config }) => ({ ...config.resolved, name: '' })).map(canonicalJson);
  return results.some(
    ({ config }, index) => config.hash !== results[designs.indexOf(designs[index] ?? '')]?.config.hash,
  );
}
