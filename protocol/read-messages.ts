/** Checks of messages at run time, at both ends: what is not sound is dropped whole. */

import type { MetricId } from '../src/metrics/metric.ts';
import {
  type HostMessage,
  PANEL_COMMANDS,
  type PanelMemory,
  type PanelMessage,
  type PanelQuestion,
  type PanelStatus,
  PROTOCOL_VERSION,
  type QuestionKind,
  type StudyStatus,
  VIEW_NAMES,
} from './messages.ts';

type Fields = Record<string, unknown>;

/** Only types come from the simulator: its names are said again, and checked to be all. */
const METRICS = [
  'speedupOverVdnn',
  'performanceVsOracle',
  'compressionRatio',
  'maximumLayerRatio',
  'trafficVsVdnn',
  'iterationTime',
  'offloadedSize',
  'peakMemory',
  'cdmaArea',
  'energy',
] as const satisfies MetricId[];

const STATUS_KINDS: readonly unknown[] = [
  'running',
  'current',
  'stale',
  'problems',
  'failed',
] satisfies PanelStatus['kind'][];

const STUDY_STATUS_KINDS: readonly unknown[] = [
  'running',
  'current',
  'cancelled',
  'failed',
] satisfies StudyStatus['kind'][];

/** A message of the extension, or undefined when it is not one of this protocol version. */
export function readHostMessage(data: unknown): HostMessage | undefined {
  if (!isRecord(data) || data['protocol'] !== PROTOCOL_VERSION) return undefined;
  return isHostMessage(data) ? (data as unknown as HostMessage) : undefined;
}

function isHostMessage(data: Fields): boolean {
  switch (data['type']) {
    case 'words':
      return areWords(data);
    case 'state':
      return isState(data['state']);
    case 'study':
      return isStudy(data);
    case 'caret':
      return typeof data['document'] === 'string' && (data['path'] === null || isPath(data['path']));
    case 'comparison':
      return (
        isListOf(data['contestants'], isContestant) &&
        typeof data['markdown'] === 'string' &&
        typeof data['csv'] === 'string'
      );
    case 'show':
      return (VIEW_NAMES as readonly unknown[]).includes(data['view']) && typeof data['isToRun'] === 'boolean';
    case 'progress':
      return (
        isId(data['id']) &&
        typeof data['done'] === 'number' &&
        typeof data['total'] === 'number' &&
        (data['partial'] === undefined || isShownSweep(data['partial']))
      );
    case 'answer':
      return isId(data['id']) && isRecord(data['answer']) && isAnswer(data['answer']);
    case 'rejected':
      return isId(data['id']) && typeof data['message'] === 'string';
    default:
      return false;
  }
}

function areWords({ dictionary, language }: Fields): boolean {
  if (typeof language !== 'string' || !isRecord(dictionary)) return false;
  return Object.values(dictionary).every((text) => typeof text === 'string');
}

function isState(state: unknown): boolean {
  if (!isRecord(state) || !isRecord(state['document']) || !isRecord(state['status'])) return false;
  if (!STATUS_KINDS.includes(state['status']['kind']) || typeof state['isLocked'] !== 'boolean') return false;
  return state['report'] === null || isRecord(state['report']);
}

function isStudy({ document, status, study }: Fields): boolean {
  if (typeof document !== 'string' || !isRecord(status)) return false;
  if (!STUDY_STATUS_KINDS.includes(status['kind'])) return false;
  if (status['kind'] === 'current' && !Array.isArray(status['problems'])) return false;
  return study === null || (isRecord(study) && Array.isArray(study['layers']));
}

function isContestant(value: unknown): boolean {
  return isRecord(value) && typeof value['id'] === 'string' && isRecord(value['result']);
}

/** What an answer of each kind has at least. */
const ANSWERS: Record<QuestionKind, (content: unknown) => boolean> = {
  timeline: (content) => isRecord(content) && Array.isArray(content['designs']) && Array.isArray(content['labels']),
  curves: (content) => isRecord(content) && isRecord(content['roofline']) && isRecord(content['buffer']),
  networks: (content) => isListOf(content, isRecord),
  sweep: isShownSweep,
  lastSweep: (content) => content === null || (isRecord(content) && isShownSweep(content['shown'])),
  heatMap: (content) => isRecord(content) && content['values'] instanceof Float64Array,
  validation: (content) => isListOf(content, isRecord),
  featureMaps: (content) => isListOf(content, (map) => isRecord(map) && map['nonZero'] instanceof Uint8Array),
};

function isShownSweep(content: unknown): boolean {
  if (!isRecord(content) || !isRecord(content['columns']) || !isRecord(content['decisions'])) return false;
  const { columns, decisions } = content;
  const isSound = Array.isArray(columns['columns']) && columns['feasible'] instanceof Uint8Array;
  return isSound && decisions['front'] instanceof Uint32Array;
}

function isAnswer({ kind, content }: Fields): boolean {
  return isKind(kind) && ANSWERS[kind](content);
}

function isKind(kind: unknown): kind is QuestionKind {
  return typeof kind === 'string' && Object.hasOwn(ANSWERS, kind);
}

/** A message of the page, with nothing in it that does not belong there; undefined when it is not one of this version. */
export function readPanelMessage(data: unknown): PanelMessage | undefined {
  if (!isRecord(data) || data['protocol'] !== PROTOCOL_VERSION) return undefined;
  const protocol = PROTOCOL_VERSION;
  switch (data['type']) {
    case 'ready':
    case 'study':
      return { protocol, type: data['type'] };
    case 'reveal':
      return isPath(data['path']) ? { protocol, type: 'reveal', path: data['path'] } : undefined;
    case 'useValues': {
      const { values } = data;
      if (!isListOf(values, isPathAndValue, MOST_VALUES)) return undefined;
      return { protocol, type: 'useValues', values: values.map(({ path, value }) => ({ path, value })) };
    }
    case 'ask': {
      const question = readQuestion(data['question']);
      return isId(data['id']) && question ? { protocol, type: 'ask', id: data['id'], question } : undefined;
    }
    case 'cancel':
      return isId(data['id']) ? { protocol, type: 'cancel', id: data['id'] } : undefined;
    case 'savePicture': {
      const { name, format, content } = data;
      if (typeof name !== 'string' || !(content instanceof Uint8Array)) return undefined;
      if ((format !== 'png' && format !== 'svg') || !startsAs(format, content)) return undefined;
      return { protocol, type: 'savePicture', name: name.slice(0, 200), format, content };
    }
    case 'copyText': {
      const { text } = data;
      return typeof text === 'string' && text.length <= LONGEST_TEXT ? { protocol, type: 'copyText', text } : undefined;
    }
    case 'unpin':
      return typeof data['id'] === 'string' ? { protocol, type: 'unpin', id: data['id'] } : undefined;
    case 'command': {
      const command = PANEL_COMMANDS.find((one) => one === data['command']);
      return command && { protocol, type: 'command', command };
    }
    default:
      return undefined;
  }
}

function readQuestion(question: unknown): PanelQuestion | undefined {
  if (!isRecord(question)) return undefined;
  const { kind, hash, layer, image } = question;
  if (!isKind(kind)) return undefined;
  switch (kind) {
    case 'timeline':
    case 'curves':
    case 'networks':
      return typeof hash === 'string' ? { kind, hash } : undefined;
    case 'sweep':
    case 'lastSweep':
    case 'validation':
      return { kind };
    case 'heatMap': {
      const { x, y, metric } = question;
      const isSound = typeof x === 'string' && typeof y === 'string' && isMetric(metric);
      return isSound ? { kind, x, y, metric } : undefined;
    }
    case 'featureMaps': {
      const isSound = typeof layer === 'string' && Number.isSafeInteger(image) && Number(image) >= 0;
      return isSound ? { kind, layer, image: Number(image) } : undefined;
    }
  }
}

function isMetric(metric: unknown): metric is MetricId {
  return METRICS.some((id) => id === metric);
}

/** URI of the config that a page showed before a reload, and whether it was to stay with it; undefined if that is not known. */
export function remembered(memory: unknown): { document: string; isLocked: boolean } | undefined {
  if (!isRecord(memory)) return undefined;
  const { document, isLocked } = memory satisfies Partial<Record<keyof PanelMemory, unknown>>;
  return typeof document === 'string' ? { document, isLocked: isLocked === true } : undefined;
}

/** The first bytes of a PNG, and of our SVG files. A chart has no more than a few hundred kilobytes. */
const STARTS = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  svg: [...'<svg '].map((letter) => letter.charCodeAt(0)),
};
const LARGEST_PICTURE_BYTES = 20e6;
const LONGEST_TEXT = 5e6;

function startsAs(format: keyof typeof STARTS, bytes: Uint8Array): boolean {
  return bytes.length <= LARGEST_PICTURE_BYTES && STARTS[format].every((byte, index) => bytes[index] === byte);
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Configs are not nested so deeply, and no button sets so many values. */
const LONGEST_PATH = 100;
const MOST_VALUES = 1000;
const MOST_ITEMS = 1_000_000;

function isPath(value: unknown): value is (string | number)[] {
  return isListOf(value, (key) => typeof key === 'string' || typeof key === 'number', LONGEST_PATH);
}

/** `every` passes over what a list lacks: a list that arrives may have a length and nothing in it. */
function isListOf<Item>(
  value: unknown,
  isItem: ((item: unknown) => item is Item) | ((item: unknown) => boolean),
  most = MOST_ITEMS,
): value is Item[] {
  return Array.isArray(value) && value.length <= most && Array.from(value).every(isItem);
}

function isPathAndValue(value: unknown): value is { path: (string | number)[]; value: string | number | boolean } {
  if (!isRecord(value) || !isPath(value['path']) || value['path'].length === 0) return false;
  // JSON has no NaN and no infinity: they would be written as null.
  if (typeof value['value'] === 'number') return Number.isFinite(value['value']);
  return typeof value['value'] === 'string' || typeof value['value'] === 'boolean';
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
