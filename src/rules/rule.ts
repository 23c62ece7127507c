import type { TensorCharacterisation } from '../activations/characterise-tensors.ts';
import { formatQuantity } from '../config/quantity.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { ConfigPath, Finding, Fix } from '../findings/finding.ts';
import type { LayerReport, Report } from '../report/report.ts';
import type { BytesPerSecond, Seconds } from '../units.ts';
import { say } from '../words.ts';

/** What rules look at: a design and what its simulation gave. */
export interface SimulatedDesign {
  config: ResolvedConfig;
  /** `findings` are still to come. */
  report: Report;
  /** Layers whose maps move to the host. */
  offloaded: readonly LayerReport[];
  /** Time of an iteration of another design of the same workload. */
  iterationSeconds(config: ResolvedConfig): Seconds;
  /** What was found in recorded tensors; null where there are none. */
  tensors: TensorCharacterisation | null;
}

/** Looks at one matter; what it says has the codes listed, each with a page in `docs/findings/`. */
export interface Rule {
  codes: readonly string[];
  find(design: SimulatedDesign): Finding[];
}

/** A fix that writes one value. */
export function setValueFix(path: ConfigPath, value: string | number): Fix {
  return { title: say`Set ${path.join('.')} to ${JSON.stringify(value)}`, edits: [{ path, value }] };
}

/** Three significant digits, with the unit. */
export function bandwidth(rate: BytesPerSecond): string {
  return formatQuantity(rate, 'bandwidth', 3);
}

/** The first few names; the rest as a count, so that a message stays readable for a hundred layers. */
export function listLayers(layers: readonly { name: string }[]): string {
  const names = layers
    .slice(0, 6)
    .map(({ name }) => name)
    .join(', ');
  const rest = layers.length - 6;
  return rest > 0 ? say`${names} and ${rest} more` : names;
}
