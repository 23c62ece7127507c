/**
 * Every message between the extension and the panel, both ways. Both ends check what arrives
 * (`readHostMessage`, `readPanelMessage`): a message of another version or shape is dropped.
 */
import type { ConfigPath } from '../src/findings/finding.ts';
import type { Report } from '../src/report/report.ts';

export const PROTOCOL_VERSION = 1;

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

export type HostMessage = { protocol: number; type: 'state'; state: PanelState };

export type PanelMessage =
  /** The page is listening: send the state. */
  | { protocol: number; type: 'ready' }
  /** Show a key of the config in the editor. */
  | { protocol: number; type: 'reveal'; path: ConfigPath }
  | { protocol: number; type: 'simulate' }
  | { protocol: number; type: 'showProblems' };

/** What the page remembers with `setState`: navigation and choices only. VS Code hands it back after a reload. */
export interface PanelMemory {
  /** URI of the config shown. */
  document: string | undefined;
  layerMetric: string | undefined;
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

/** The message, or undefined when it is not one of this protocol version. */
export function readHostMessage(data: unknown): HostMessage | undefined {
  if (!isRecord(data) || data['protocol'] !== PROTOCOL_VERSION || data['type'] !== 'state') return undefined;
  const state = data['state'];
  if (!isRecord(state) || !isRecord(state['document']) || !isRecord(state['status'])) return undefined;
  if (!STATUS_KINDS.includes(String(state['status']['kind']))) return undefined;
  if (state['report'] !== null && !isRecord(state['report'])) return undefined;
  return data as unknown as HostMessage;
}

/** The message, or undefined when it is not one of this protocol version. */
export function readPanelMessage(data: unknown): PanelMessage | undefined {
  if (!isRecord(data) || data['protocol'] !== PROTOCOL_VERSION) return undefined;
  switch (data['type']) {
    case 'ready':
    case 'simulate':
    case 'showProblems':
      return { protocol: PROTOCOL_VERSION, type: data['type'] };
    case 'reveal': {
      const path = data['path'];
      if (!Array.isArray(path) || !path.every((key) => typeof key === 'string' || typeof key === 'number'))
        return undefined;
      return { protocol: PROTOCOL_VERSION, type: 'reveal', path };
    }
    default:
      return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
