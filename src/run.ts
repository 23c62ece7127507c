import { CompressibilityMemo } from './activations/compressibility.ts';
import { describeResolved } from './config/describe.ts';
import { parseDocument, rangeOf, startOf } from './config/document.ts';
import { setValues } from './config/edits.ts';
import { type LoadedConfig, loadConfig } from './config/load.ts';
import { locateFinding } from './config/locate.ts';
import { isNetworkFile, parseNetworkFile } from './config/network-file.ts';
import type { ConfigPath, LocatedFinding, TextRange } from './findings/finding.ts';
import type { Host } from './host.ts';
import { NETWORK_TABLES } from './network/catalogue.ts';
import type { Report } from './report/report.ts';
import type { Timelines } from './report/trace.ts';
import { simulate } from './simulate.ts';

/** What a config's text gives: findings always, a report when nothing stands against it. */
export interface RunOutcome {
  findings: readonly LocatedFinding[];
  report: Report | null;
  /** Files besides the text that were read: bases, network, manifest, tensors. */
  dependencies: readonly string[];
  /** Whether the text names a schema of its own with `$schema`. */
  declaresSchema: boolean;
}

/** Runs texts of configs: the whole way from text to report, alike for editor and command line. */
export class Runner {
  private readonly memo = new CompressibilityMemo();

  constructor(private readonly host: Host) {}

  /** Simulates the config in `text`, which is the content of `uri`. Throws `Cancelled` once the signal is aborted. */
  async run(text: string, uri: string, signal?: AbortSignal): Promise<RunOutcome & { timelines: Timelines | null }> {
    const loaded = await this.load(text, uri);
    const outcome = {
      findings: loaded.findings,
      report: null,
      timelines: null,
      dependencies: filesOf(loaded),
      declaresSchema: declaresSchema(loaded),
    };
    if (loaded.resolved === undefined) return outcome;
    const context = {
      host: this.host,
      configUri: uri,
      memo: this.memo,
      signal,
      ownNetwork: loaded.ownNetwork?.file?.network,
    };
    const simulation = await simulate(loaded.resolved, context);
    const dependencies = [...outcome.dependencies, ...simulation.dependencies];
    const locate = (found: Report['findings']) => [
      ...loaded.findings,
      ...found.map((finding) => locateFinding(finding, loaded)),
    ];
    switch (simulation.kind) {
      case 'impossible':
        return { ...outcome, findings: locate(simulation.findings), dependencies };
      case 'done': {
        const { report, timelines } = simulation;
        return { ...outcome, findings: locate(report.findings), report, timelines, dependencies };
      }
    }
  }

  /** Everything that can be said of a config, or of a network file, without simulating it. */
  async validate(text: string, uri: string): Promise<readonly LocatedFinding[]> {
    if (isNetworkFile(uri)) return parseNetworkFile(text, uri).findings;
    return (await this.load(text, uri)).findings;
  }

  /** The resolved config as commented JSON; while the config has errors, a comment that says so. */
  async describe(text: string, uri: string): Promise<string> {
    const { resolved, origins, findings } = await this.load(text, uri);
    if (resolved !== undefined) return describeResolved(resolved, origins);
    const errors = findings.filter(({ severity }) => severity === 'error');
    return ['// This config cannot be resolved:', ...errors.map(({ message }) => `//   ${message}`), ''].join('\n');
  }

  /** Where a key's value is written in the text; its nearest parent's where it is not. */
  locate(text: string, uri: string, path: ConfigPath): TextRange {
    const document = parseDocument(text, uri);
    for (let depth = path.length; depth > 0; depth--) {
      const range = rangeOf(document, path.slice(0, depth));
      if (range !== undefined) return range;
    }
    return startOf(document);
  }

  private load(text: string, uri: string): Promise<LoadedConfig> {
    return loadConfig(text, uri, this.host.files, NETWORK_TABLES);
  }
}

/** A config's text with one value replaced or inserted. */
export function overrideText(text: string, path: ConfigPath, value: unknown): string {
  return setValues(text, [{ path, value }]);
}

function filesOf({ baseUris, ownNetwork }: LoadedConfig): readonly string[] {
  return ownNetwork?.uri === undefined ? baseUris : [...baseUris, ownNetwork.uri];
}

function declaresSchema({ document }: LoadedConfig): boolean {
  const { value } = document;
  return typeof value === 'object' && value !== null && '$schema' in value;
}
