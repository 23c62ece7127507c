/**
 * Every message between the extension and the panel, both ways. Both ends check what arrives (`read-messages.ts`): a
 * message of another version or shape is dropped.
 *
 * The extension pushes states; the page sends wishes, which need no answer, and asks questions, each of which is answered
 * once: with what was asked for, or with the reason why there is none. Large figures travel as typed arrays.
 */
import type { ActivationStudy, FeatureMaps } from '../src/activations/activation-study.ts';
import type { Comparison, Contestant } from '../src/comparison/comparison.ts';
import type { DesignCurves } from '../src/curves/design-curves.ts';
import type { HeatMap } from '../src/exploration/decisions.ts';
import type { ShownSweep } from '../src/exploration/shown-sweep.ts';
import type { ConfigPath } from '../src/findings/finding.ts';
import type { MetricId } from '../src/metrics/metric.ts';
import type { NetworkFigures } from '../src/report/network-figures.ts';
import type { Report } from '../src/report/report.ts';
import type { Timeline } from '../src/report/timeline.ts';
import type { ValidationRow } from '../src/validation/row.ts';
import type { Dictionary } from '../src/words.ts';

export const PROTOCOL_VERSION = 4;

/** What the panel shows. The extension sends the whole state each time, never a difference. */
export interface PanelState {
  document: { uri: string; name: string };
  status: PanelStatus;
  /** The last valid result; kept while a newer text is being simulated, or does not validate. */
  report: Report | null;
  /**
   * How `report` came about: time the simulator took, epoch milliseconds of the save or edit that asked for it, and the
   * version of the document that it is of.
   */
  run: { durationMs: number; requestedAtMs: number; version: number } | null;
  /** Whether this panel stays with its config. */
  isLocked: boolean;
}

export type PanelStatus =
  | { kind: 'running' }
  | { kind: 'current' }
  /** The text has changed since `report`. */
  | { kind: 'stale' }
  /** The config does not validate; `report`, if any, is of an earlier text. */
  | { kind: 'problems'; count: number; first: string }
  /** The simulator itself failed. */
  | { kind: 'failed'; message: string };

export type HostMessage = { protocol: number } & HostMessageBody;
export type HostMessageBody =
  | WordsMessage
  | { type: 'state'; state: PanelState }
  | StudyMessage
  | CaretMessage
  | ComparisonMessage
  /** Show a view, as a command of the extension asks for, and run what it is there to run. */
  | { type: 'show'; view: ViewName; isToRun: boolean }
  | { type: 'progress'; id: number; done: number; total: number; partial?: ShownSweep }
  | { type: 'answer'; id: number; answer: PanelAnswer }
  | { type: 'rejected'; id: number; message: string };

/** The words of the user's language, in answer to `ready` and before anything else: the page is built with them. */
export interface WordsMessage {
  type: 'words';
  dictionary: Dictionary;
  /** What those words are in, as a BCP 47 tag; numbers are written as is usual there. */
  language: string;
}

/** The activations of a config, in answer to `study` and again whenever that config was simulated anew. */
export interface StudyMessage {
  type: 'study';
  /** URI of the config. */
  document: string;
  status: StudyStatus;
  /** The last one; kept while a newer is being made. */
  study: ActivationStudy | null;
}

export type StudyStatus =
  /** `total` is 0 while nothing is known of it. */
  | { kind: 'running'; done: number; total: number }
  /** `problems`: tensor files that could not be used, each with its fault as a sentence. */
  | { kind: 'current'; problems: readonly string[] }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string };

/** The key at the caret of the config's editor; null where there is none. */
export interface CaretMessage {
  type: 'caret';
  document: string;
  path: ConfigPath | null;
}

/** Pinned results beside each other, the present one of the panel's config first. Null without pins. */
export interface ComparisonMessage {
  type: 'comparison';
  contestants: readonly Contestant[];
  comparison: Comparison | null;
  /** The comparison as text: for notes, and for tables of others. */
  markdown: string;
  csv: string;
}

export const VIEW_NAMES = [
  'overview',
  'layers',
  'timeline',
  'bottlenecks',
  'limits',
  'memory',
  'cost',
  'activations',
  'comparison',
  'sweep',
  'validation',
] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** What a page may ask, by kind, and what it is answered with. `hash`: of the config whose result the page shows. */
export interface Questions {
  timeline: { question: { hash: string }; answer: Timeline };
  curves: { question: { hash: string }; answer: DesignCurves };
  /** The config's design with each of the six networks. */
  networks: { question: { hash: string }; answer: readonly NetworkFigures[] };
  /** The sweep of the config's present text: runs it, and sends points that are done along with progress. */
  sweep: { question: object; answer: ShownSweep };
  /** The sweep that was run last, if there is one. */
  lastSweep: { question: object; answer: { shown: ShownSweep; isCurrent: boolean } | null };
  /** Of the sweep that was run last: the best figure for every pair of two parameters' values. */
  heatMap: { question: { x: string; y: string; metric: MetricId }; answer: HeatMap };
  /** Every published figure beside ours; the same for all configs. */
  validation: { question: object; answer: readonly ValidationRow[] };
  /** One image's maps of a layer at several points of training. */
  featureMaps: { question: { layer: string; image: number }; answer: readonly FeatureMaps[] };
}
export type QuestionKind = keyof Questions;
export type PanelQuestion = { [Kind in QuestionKind]: { kind: Kind } & Questions[Kind]['question'] }[QuestionKind];
export type PanelAnswer = { [Kind in QuestionKind]: { kind: Kind; content: Questions[Kind]['answer'] } }[QuestionKind];

export type PanelMessage = { protocol: number } & PanelMessageBody;
export type PanelMessageBody =
  /** The page is listening: send the state. */
  | { type: 'ready' }
  /** Show a key of the config in the editor, or a layer: `['workload', 'network', NAME]`. */
  | { type: 'reveal'; path: ConfigPath }
  /** Put a value into the config, as it is written there. */
  | { type: 'useValues'; values: readonly { path: ConfigPath; value: ConfigValue }[] }
  | { type: 'study' }
  | { type: 'ask'; id: number; question: PanelQuestion }
  | { type: 'cancel'; id: number }
  /** Save a picture, which is called `name`. */
  | { type: 'savePicture'; name: string; format: 'png' | 'svg'; content: Uint8Array }
  /** Put a text into the clipboard. */
  | { type: 'copyText'; text: string }
  | { type: 'unpin'; id: string }
  | { type: 'command'; command: PanelCommand };

export type ConfigValue = string | number | boolean;

/** Commands that the page may give; no other is carried out. */
export const PANEL_COMMANDS = [
  'simulate',
  'showProblems',
  'cancelStudy',
  'pin',
  'lock',
  'unlock',
  'export',
  'exportSweep',
] as const;
export type PanelCommand = (typeof PANEL_COMMANDS)[number];

/** What the page remembers with `setState`: navigation and choices only. VS Code hands it back after a reload. */
export interface PanelMemory {
  /** URI of the config shown. */
  document: string | undefined;
  isLocked: boolean | undefined;
  /** Which view is in sight, and the layer whose feature maps are. */
  view: string | undefined;
  featureLayer: string | undefined;
  layerMetric: string | undefined;
  layerOrder: string | undefined;
  /** Whether the overview shows the config's network or all six. */
  networks: string | undefined;
  sweepX: string | undefined;
  sweepY: string | undefined;
  /** Which picture of a sweep is shown. */
  sweepPicture: string | undefined;
}
