import type { ActivationStudy, FeatureMaps } from './activations/activation-study.ts';
import type { Compressibility } from './activations/compressibility.ts';
import { featureMapsOf, type StudyContext, type StudyResult, studyActivations } from './activations/study.ts';
import { describeResolved } from './config/describe.ts';
import { MOST_FAULTS, parseDocument, rangeOf, startOf } from './config/document.ts';
import { setValues } from './config/edits.ts';
import { type LoadedConfig, loadConfig } from './config/load.ts';
import { locateFinding } from './config/locate.ts';
import { isNetworkFile, parseNetworkFile } from './config/network-file.ts';
import { ConfigReader } from './config/reader.ts';
import type { ResolvedConfig } from './config/resolved-config.ts';
import {
  checkExpectations,
  type Expectation,
  type ExpectationResult,
  findUnmet,
  readExpectations,
} from './expectations/expectation.ts';
import { readExploration } from './exploration/read-exploration.ts';
import type { ConfigPath, LocatedFinding, TextRange } from './findings/finding.ts';
import type { Host } from './host.ts';
import { Memo } from './memo.ts';
import { NETWORK_TABLES, networkById } from './network/catalogue.ts';
import type { Report } from './report/report.ts';
import type { Timelines } from './report/trace.ts';
import { describeProblem } from './rules/tensor-files.ts';
import { type Simulation, type SimulationContext, simulate } from './simulate.ts';

/** Enough to see what is wrong with a sweep. */
const FEW_SAMPLES = 16;

/** What a config's text gives: findings always, a report when nothing stands against it. */
export interface RunOutcome {
  findings: readonly LocatedFinding[];
  report: Report | null;
  /** The budgets of `expect`, held against the report; none without one. */
  expectations: readonly (ExpectationResult & { range: TextRange })[];
  /** Files besides the text that were read: bases, network, manifest, tensors. */
  dependencies: readonly string[];
  /** Whether the text names a schema of its own with `$schema`. */
  declaresSchema: boolean;
}

/** Runs texts of configs: the whole way from text to report, alike for editor and command line. */
export class Runner {
  private readonly memo = new Memo<Compressibility>();
  private readonly studies = new Memo<StudyResult>(4);

  constructor(private readonly host: Host) {}

  /** Simulates the config in `text`, which is the content of `uri`. Throws `Cancelled` once the signal is aborted. */
  async run(text: string, uri: string, signal?: AbortSignal): Promise<RunOutcome & { timelines: Timelines | null }> {
    const { loaded, simulation } = await this.simulate(text, uri, signal);
    const outcome = {
      findings: loaded.findings,
      report: null,
      expectations: [],
      timelines: null,
      dependencies: [...filesOf(loaded), ...(simulation?.dependencies ?? [])],
      declaresSchema: declaresSchema(loaded),
    };
    const locate = (found: Report['findings']) => [
      ...loaded.findings,
      ...found.map((finding) => locateFinding(finding, loaded)),
    ];
    switch (simulation?.kind) {
      case undefined:
        return outcome;
      case 'impossible':
        return { ...outcome, findings: locate(simulation.findings) };
      case 'done': {
        const { report, timelines } = simulation;
        const results = checkExpectations(loaded.expectations, report);
        const findings = locate([...report.findings, ...findUnmet(results)]);
        const expectations = results.map((result) => ({ ...result, range: this.locate(text, uri, result.path) }));
        return { ...outcome, findings, report, expectations, timelines };
      }
    }
  }

  /** The config with all that its simulation gives; no simulation while it has errors. */
  async simulate(
    text: string,
    uri: string,
    signal?: AbortSignal,
  ): Promise<{ loaded: Awaited<ReturnType<Runner['load']>>; simulation: Simulation | undefined }> {
    const loaded = await this.load(text, uri);
    if (loaded.resolved === undefined) return { loaded, simulation: undefined };
    return { loaded, simulation: await simulate(loaded.resolved, this.contextFor(loaded, uri, signal)) };
  }

  /** Everything that can be said of a config, or of a network file, without simulating it. */
  async validate(text: string, uri: string): Promise<readonly LocatedFinding[]> {
    if (isNetworkFile(uri)) return parseNetworkFile(text, uri).findings;
    return (await this.load(text, uri)).findings;
  }

  /**
   * What there is to know of the activations that a config names, over training; why there is nothing where there is
   * nothing. Throws `Cancelled` once the signal is aborted.
   */
  async study(
    text: string,
    uri: string,
    onProgress: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<{ study: ActivationStudy; problems: readonly string[] } | { message: string }> {
    const loaded = await this.load(text, uri);
    if (loaded.resolved === undefined) return { message: 'This config has errors: mend them first.' };
    const context = { ...this.studyContext(loaded.resolved, loaded, uri, signal), onProgress };
    const result = await studyActivations(loaded.resolved, context);
    if (result === null) return { message: 'A uniform ratio stands for every map: there are no activations to study.' };
    if ('problem' in result) return { message: describeProblem(result.problem) };
    return { study: result.study, problems: result.problems.map(describeProblem) };
  }

  /** The zeros of one image's maps of a layer over training; none while the config has errors. */
  async featureMaps(
    text: string,
    uri: string,
    layer: string,
    image: number,
    signal?: AbortSignal,
  ): Promise<readonly FeatureMaps[]> {
    const loaded = await this.load(text, uri);
    if (loaded.resolved === undefined) return [];
    return featureMapsOf(loaded.resolved, layer, image, this.studyContext(loaded.resolved, loaded, uri, signal));
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

  /** What a loaded config is simulated with. */
  contextFor({ ownNetwork }: LoadedConfig, configUri: string, signal?: AbortSignal): SimulationContext {
    return { host: this.host, configUri, memo: this.memo, signal, ownNetwork: ownNetwork?.file?.network };
  }

  private studyContext(
    { workload }: ResolvedConfig,
    { ownNetwork }: LoadedConfig,
    configUri: string,
    signal: AbortSignal | undefined,
  ): StudyContext {
    const network = ownNetwork?.file?.network ?? networkById(workload.network);
    return { host: this.host, configUri, network, memo: this.studies, signal };
  }

  /** Reads a config with everything that is wrong with it, without simulating it. */
  async load(text: string, uri: string): Promise<LoadedConfig & { expectations: readonly Expectation[] }> {
    const loaded = await loadConfig(text, uri, this.host.files, NETWORK_TABLES);
    const reader = new ConfigReader(loaded.layers);
    const expectations = readExpectations(reader);
    readExploration(reader, FEW_SAMPLES);
    const wrong = reader.findings.slice(0, MOST_FAULTS).map((finding) => locateFinding(finding, loaded));
    return { ...loaded, findings: [...loaded.findings, ...wrong], expectations };
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
