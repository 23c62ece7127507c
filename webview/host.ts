/** The way to the extension: messages out, and what the page remembers while VS Code has it closed. */
import { type PanelMessage, PROTOCOL_VERSION } from '../protocol/messages.ts';

/** Navigation and choices only. Results are never saved: the extension sends them again on `ready`. */
export interface SavedState {
  /** The config shown; the extension restores the panel for it. */
  document: string | undefined;
  layerMetric: string | undefined;
}

type Unversioned<M> = M extends PanelMessage ? Omit<M, 'protocol'> : never;

export interface Host {
  post(message: Unversioned<PanelMessage>): void;
  save(change: Partial<SavedState>): void;
  readonly saved: SavedState;
}

/** May be called once in a page: VS Code hands out its door a single time. */
export function connectHost(): Host {
  const api = acquireVsCodeApi<Partial<SavedState>>();
  const before = api.getState();
  const saved: SavedState = { document: before?.document, layerMetric: before?.layerMetric };
  return {
    saved,
    post: (message) => api.postMessage({ protocol: PROTOCOL_VERSION, ...message }),
    save: (change) => {
      Object.assign(saved, change);
      api.setState(saved);
    },
  };
}
