import type { ActivationStudy, FeatureMaps } from '../../src/activations/activation-study.ts';
import type { Comparison, Contestant } from '../../src/comparison/comparison.ts';
import type { PresetChoice } from '../../src/config/template.ts';
import type { Confinement } from '../../src/confined-files.ts';
import type { DesignCurves } from '../../src/curves/design-curves.ts';
import type { Completions } from '../../src/editing/completions.ts';
import type { DerivedValue } from '../../src/editing/derived-values.ts';
import type { Explanation } from '../../src/editing/explanation.ts';
import type { Place } from '../../src/editing/place.ts';
import type { Reference } from '../../src/editing/references.ts';
import type { HeatMap } from '../../src/exploration/decisions.ts';
import type { briefResult } from '../../src/exploration/exploration-result.ts';
import type { ShownSweep } from '../../src/exploration/shown-sweep.ts';
import type { ExplorationPreview } from '../../src/explore.ts';
import type { ConfigPath, LocatedFinding, TextEdit, TextRange } from '../../src/findings/finding.ts';
import type { MetricId } from '../../src/metrics/metric.ts';
import type { NetworkFigures } from '../../src/report/network-figures.ts';
import type { Timeline } from '../../src/report/timeline.ts';
import type { RunOutcome } from '../../src/run.ts';
import type { Dictionary } from '../../src/words.ts';

/** What the thread is started with; in a browser its first message. */
export interface WorkerStart {
  /** Which program of the file it is. */
  role: 'cdma-simulator';
  /** Words of the user's language; undefined for English. */
  dictionary: Dictionary | undefined;
}

/** What the extension asks about the text of one config. */
export type TextQuestion = { uri: string; text: string } & (
  | { type: 'run' }
  /** What can be said without simulating. */
  | { type: 'validate' }
  /** The resolved config as commented JSON. */
  | { type: 'describe' }
  /** Where a key is written. */
  | { type: 'locate'; path: ConfigPath }
  /** What there is to know of its activations over training. */
  | { type: 'study' }
  /** The zeros of one image's maps of a layer over training. */
  | { type: 'featureMaps'; layer: string; image: number }
  /** What the caret may be completed to. */
  | { type: 'complete'; offset: number }
  /** What holds for the key at the caret, and what other values would do. */
  | { type: 'explain'; offset: number }
  | { type: 'references' }
  | { type: 'derive' }
  /** How many points its sweep has, and how long they take. */
  | { type: 'preview' }
  /** Its result as the content of a file. */
  | { type: 'takeAway'; format: TakeAwayFormat }
  /** Runs its sweep. */
  | { type: 'explore' }
  | SweepQuestion
  /** The key at a caret. */
  | { type: 'pathAt'; offset: number }
  /** Edits that write values into it. */
  | { type: 'edit'; values: readonly { path: ConfigPath; value: string | number | boolean }[] }
  /** Lanes of the iteration. */
  | { type: 'timeline' }
  /** Roofline, buffer and memory controllers around its design. */
  | { type: 'curves' }
  /** Its design with each of the six networks. */
  | { type: 'networks' }
);

/** About the sweep of a config. */
export type SweepQuestion =
  /** Runs it, for the panel. */
  | { type: 'sweep' }
  /** Runs it, for those who want to know the best points. */
  | { type: 'explore' }
  /** Of the last one that was run for the panel. */
  | { type: 'heatMap'; x: string; y: string; metric: MetricId }
  | { type: 'exportSweep'; format: SweepFormat };

export type SweepFormat = 'csv' | 'json' | 'parquet';

export type TakeAwayFormat = 'markdown' | 'csv' | 'json' | 'trace';

export type Question =
  | TextQuestion
  /** GPUs and links to begin a config with. */
  | { type: 'presets' }
  | { type: 'newConfig'; gpu: string; link: string }
  /** Results beside each other. */
  | { type: 'compare'; contestants: readonly Contestant[] };

/** Each question is answered once. */
export type WorkerRequest =
  | ({ id: number } & (
      | { type: 'ask'; question: Question }
      | { type: 'cancel' }
      /** The answer to a question of the thread's. */
      | { type: 'file'; answer: FileAnswer }
    ))
  /** Holds for every read from then on. */
  | { type: 'confine'; folders: Confinement };

/** Questions about files are numbered by the thread, everything else by the extension. */
export type WorkerReply = { id: number } & (Answer | Progress | { type: 'askFile'; question: FileQuestion });

/** About a file that the thread cannot read itself. */
export type FileQuestion = { uri: string } & (
  | { wanted: 'size' }
  | { wanted: 'content'; limitBytes: number }
  /** Whether one of the names between a folder and the file is a link: where that leads, nobody can tell. */
  | { wanted: 'links'; folder: string }
);

export type FileAnswer =
  | { kind: 'size'; sizeBytes: number; modifiedMs: number }
  | { kind: 'content'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'links'; areThere: boolean }
  /** Why it cannot be read, as a user is told. */
  | { kind: 'problem'; reason: string };

/** Of a question that takes long; its answer is still to come. */
export interface Progress {
  type: 'progress';
  done: number;
  total: number;
  /** Points of a sweep that are done. */
  partial?: ShownSweep;
}

export type Answer =
  | { type: 'ran'; outcome: RunOutcome; durationMs: number }
  | { type: 'validated'; findings: readonly LocatedFinding[] }
  | { type: 'described'; text: string }
  | { type: 'located'; place: Place }
  | { type: 'studied'; result: { study: ActivationStudy; problems: readonly string[] } | { message: string } }
  | { type: 'mapped'; maps: readonly FeatureMaps[] }
  | { type: 'completed'; completions: Completions }
  | { type: 'explained'; explanation: Explanation | undefined }
  | { type: 'referred'; references: readonly Reference[] }
  | { type: 'derived'; values: readonly DerivedValue[] }
  /** Undefined where the config has errors. */
  | { type: 'takenAway'; content: string | undefined }
  | { type: 'previewed'; preview: ExplorationPreview | undefined; range: TextRange }
  | { type: 'explored'; result: ReturnType<typeof briefResult> | undefined; findings: readonly LocatedFinding[] }
  | { type: 'swept'; shown: ShownSweep | undefined; findings: readonly LocatedFinding[] }
  /** Undefined where the sweep has to be run again, or has no such figures. */
  | { type: 'heatMapped'; map: HeatMap | undefined }
  | { type: 'exported'; content: Uint8Array<ArrayBuffer> | undefined }
  | { type: 'pathFound'; path: ConfigPath | undefined }
  | { type: 'edited'; edits: readonly TextEdit[] }
  | { type: 'timelined'; timeline: Timeline | undefined }
  | { type: 'curved'; curves: DesignCurves | undefined }
  | { type: 'networked'; networks: readonly NetworkFigures[] }
  | { type: 'compared'; comparison: Comparison; markdown: string; csv: string }
  | { type: 'presets'; gpus: readonly PresetChoice[]; links: readonly PresetChoice[] }
  | { type: 'newConfig'; text: string }
  | { type: 'cancelled' }
  | { type: 'failed'; message: string; stack: string };

/** The answer to a question that went well. */
export type AnswerOf<T extends Answer['type']> = Extract<Answer, { type: T }>;
