/**
 * Every message between the extension and the panel, both ways. Both ends check what arrives
 * (`readHostMessage`, `readPanelMessage`): a message of another version or shape is dropped.
 */
import type { ActivationStudy, FeatureMaps } from '../src/activations/activation-study.ts';
import type { ConfigPath } from '../src/findings/finding.ts';
import type { Report } from '../src/report/report.ts';
import type { Dictionary } from '../src/words.ts';

export const PROTOCOL_VERSION = 2;

/** What the panel shows. The extension sends the whole state each time, never a difference. */
export interface PanelState {
  document: { uri: string; name: string };
  status: PanelStatus;
  /** The last valid result; kept while a newer text is being simulated, or does not validate. */
  report: Report | null;
  /** Time the simulator took for `report`, and the epoch milliseconds of the save or edit that asked for it. */
  run: { durationMs: number; requestedAtMs: number } | null;
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
export type HostMessageBody = WordsMessage | StateMessage | StudyMessage | FeatureMapsMessage;

/** The words of the user's language, in answer to `ready` and before anything else: the page is built with them. */
export interface WordsMessage {
  type: 'words';
  dictionary: Dictionary;
  /** What those words are in, as a BCP 47 tag; numbers are written as is usual there. */
  language: string;
}

export interface StateMessage {
  type: 'state';
  state: PanelState;
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

/** One image's maps of a layer at several points of training, in answer to `featureMaps`. */
export interface FeatureMapsMessage {
  type: 'featureMaps';
  document: string;
  layer: string;
  image: number;
  maps: readonly FeatureMaps[];
}

export type PanelMessage =
  /** The page is listening: send the state. */
  | { protocol: number; type: 'ready' }
  /** Show a key of the config in the editor. */
  | { protocol: number; type: 'reveal'; path: ConfigPath }
  | { protocol: number; type: 'simulate' }
  | { protocol: number; type: 'showProblems' }
  /** The activations are in view: study them. */
  | { protocol: number; type: 'study' }
  | { protocol: number; type: 'cancelStudy' }
  | { protocol: number; type: 'featureMaps'; layer: string; image: number }
  /** Save a chart, which is called `name`. */
  | { protocol: number; type: 'savePicture'; name: string; png: Uint8Array };

/** What the page remembers with `setState`: navigation and choices only. VS Code hands it back after a reload. */
export interface PanelMemory {
  /** URI of the config shown. */
  document: string | undefined;
  layerMetric: string | undefined;
  /** Which view is in sight, and the layer whose feature maps are. */
  view: string | undefined;
  featureLayer: string | undefined;
}

/** URI of the config that a page showed before a reload, if its memory is sound. */
export function rememberedDocument(memory: unknown): string | undefined {
  if (!isRecord(memory)) return undefined;
  const { document } = memory satisfies Partial<Record<keyof PanelMemory, unknown>>;
  return typeof document === 'string' ? document : undefined;
}

const STATUS_KINDS: readonly string[] = [
  'running',
  'current',
  'stale',
  'problems',
  'failed',
] satisfies PanelStatus['kind'][];

const STUDY_STATUS_KINDS: readonly string[] = [
  'running',
  'current',
  'cancelled',
  'failed',
] satisfies StudyStatus['kind'][];

/** The message, or undefined when it is not one of this protocol version. */
export function readHostMessage(data: unknown): HostMessage | undefined {
  if (!isRecord(data) || data['protocol'] !== PROTOCOL_VERSION) return undefined;
  const sound =
    (data['type'] === 'words' && areWords(data)) ||
    (data['type'] === 'state' && isState(data['state'])) ||
    (data['type'] === 'study' && isStudy(data)) ||
    (data['type'] === 'featureMaps' && areFeatureMaps(data));
  return sound ? (data as unknown as HostMessage) : undefined;
}

function areWords({ dictionary, language }: Record<string, unknown>): boolean {
  if (typeof language !== 'string' || !isRecord(dictionary)) return false;
  return Object.values(dictionary).every((text) => typeof text === 'string');
}

function isState(state: unknown): boolean {
  if (!isRecord(state) || !isRecord(state['document']) || !isRecord(state['status'])) return false;
  if (!STATUS_KINDS.includes(String(state['status']['kind']))) return false;
  return state['report'] === null || isRecord(state['report']);
}

function isStudy({ document, status, study }: Record<string, unknown>): boolean {
  if (typeof document !== 'string' || !isRecord(status)) return false;
  if (!STUDY_STATUS_KINDS.includes(String(status['kind']))) return false;
  if (status['kind'] === 'current' && !Array.isArray(status['problems'])) return false;
  return study === null || (isRecord(study) && Array.isArray(study['layers']));
}

function areFeatureMaps({ document, layer, image, maps }: Record<string, unknown>): boolean {
  if (typeof document !== 'string' || typeof layer !== 'string' || typeof image !== 'number') return false;
  return Array.isArray(maps) && maps.every((map) => isRecord(map) && map['nonZero'] instanceof Uint8Array);
}

/** The message, or undefined when it is not one of this protocol version. */
export function readPanelMessage(data: unknown): PanelMessage | undefined {
  if (!isRecord(data) || data['protocol'] !== PROTOCOL_VERSION) return undefined;
  switch (data['type']) {
    case 'ready':
    case 'simulate':
    case 'showProblems':
    case 'study':
    case 'cancelStudy':
      return { protocol: PROTOCOL_VERSION, type: data['type'] };
    case 'reveal': {
      const path = data['path'];
      if (!Array.isArray(path) || !path.every((key) => typeof key === 'string' || typeof key === 'number'))
        return undefined;
      return { protocol: PROTOCOL_VERSION, type: 'reveal', path };
    }
    case 'featureMaps': {
      const { layer, image } = data;
      if (typeof layer !== 'string' || !Number.isSafeInteger(image) || Number(image) < 0) return undefined;
      return { protocol: PROTOCOL_VERSION, type: 'featureMaps', layer, image: Number(image) };
    }
    case 'savePicture': {
      const { name, png } = data;
      if (typeof name !== 'string' || !(png instanceof Uint8Array) || !isPng(png)) return undefined;
      return { protocol: PROTOCOL_VERSION, type: 'savePicture', name: name.slice(0, 200), png };
    }
    default:
      return undefined;
  }
}

/** The first bytes of every PNG; a chart has no more than a few hundred kilobytes. */
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const LARGEST_PICTURE_BYTES = 20e6;

function isPng(bytes: Uint8Array): boolean {
  return bytes.length <= LARGEST_PICTURE_BYTES && PNG_SIGNATURE.every((byte, index) => bytes[index] === byte);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
