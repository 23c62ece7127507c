import { parseDocument } from './config/document.ts';
import { valueAt } from './config/json.ts';
import { mergeLayers } from './config/layers.ts';
import { defaultOf } from './config/reader.ts';
import type { Completions } from './editing/completions.ts';
import { completionsAt } from './editing/completions.ts';
import { type DerivedValue, derivedValues } from './editing/derived-values.ts';
import { type Explanation, explain, pathAt } from './editing/explanation.ts';
import { type Place, placeOf } from './editing/place.ts';
import { type Reference, referencesIn } from './editing/references.ts';
import type { ConfigPath } from './findings/finding.ts';
import { NETWORK_TABLES } from './network/catalogue.ts';
import { overrideText, type Runner } from './run.ts';

/** What helps while a config is being written: everything but its results. */
export class Hints {
  constructor(private readonly runner: Runner) {}

  async completions(text: string, uri: string, offset: number): Promise<Completions> {
    const { document, layers, ownNetwork } = await this.runner.load(text, uri);
    const written = valueAt(mergeLayers(layers), ['workload', 'network']) ?? defaultOf(['workload', 'network'])?.value;
    const network = ownNetwork?.known ?? NETWORK_TABLES.find(({ id }) => id === written);
    return completionsAt(text, offset, document.value, network?.layers);
  }

  /** The key or value at `offset`, where it is one of the config's own. */
  pathAt(text: string, uri: string, offset: number): ConfigPath | undefined {
    return pathAt(parseDocument(text, uri), offset);
  }

  /** Where a key, or a layer, is written: in the text or in a file that it names. */
  async place(text: string, uri: string, path: ConfigPath): Promise<Place> {
    return placeOf(await this.runner.load(text, uri), path);
  }

  /** Files that the text names. */
  references(text: string, uri: string): Reference[] {
    return referencesIn(parseDocument(text, uri));
  }

  /** Values that follow from those that are written; none while the config has errors. */
  async derivedValues(text: string, uri: string): Promise<DerivedValue[]> {
    const { resolved, document } = await this.runner.load(text, uri);
    return resolved === undefined ? [] : derivedValues(resolved, document);
  }

  /**
   * What holds for the key at `offset`, and what other values would do. Always in closed form, so that the answer comes
   * while one looks at it. Throws `Cancelled` once the signal is aborted.
   */
  async explanation(text: string, uri: string, offset: number, signal: AbortSignal): Promise<Explanation | undefined> {
    const loaded = await this.runner.load(text, uri);
    return explain(loaded, offset, async (path, value) => {
      const changed = overrideText(overrideText(text, ['fidelity'], 'closed-form'), path, value);
      return (await this.runner.run(changed, uri, signal)).report;
    });
  }
}
