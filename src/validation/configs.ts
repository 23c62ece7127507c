import { loadConfig } from '../config/load.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import { NETWORK_TABLES } from '../network/catalogue.ts';

/** The six networks of slides 57-60, in their order there. */
export const EVALUATION_NETWORK_IDS = ['alexnet', 'overfeat', 'nin', 'vgg16', 'squeezenet', 'googlenet'] as const;
export type EvaluationNetwork = (typeof EVALUATION_NETWORK_IDS)[number];

/** The GPUs of the two published evaluations: arXiv 1705.01626 and HPCA 2018. */
export const EVALUATION_GPUS = ['titanx-maxwell', 'titanxp'] as const;
export type EvaluationGpu = (typeof EVALUATION_GPUS)[number];

/** What a user would write into a config file; everything else has its default. */
export type ConfigFile = Readonly<
  Partial<Record<'gpu' | 'link' | 'dma' | 'workload', Readonly<Record<string, unknown>>>>
>;

/** A config as the tool resolves it for a user: what is validated are the defaults, not values of our own. */
export async function resolveFile(file: ConfigFile, host: Pick<Host, 'files'>): Promise<ResolvedConfig> {
  const text = JSON.stringify(file);
  const { resolved, findings } = await loadConfig(text, 'validation:/case.cdma.json', host.files, NETWORK_TABLES);
  if (resolved === undefined) throw new Error(`${text}: ${findings.map(({ message }) => message).join(' ')}`);
  return resolved;
}
