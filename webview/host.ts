/** The way to the extension: messages out, and what the page remembers while VS Code has it closed. */
import { type PanelMemory, type PanelMessage, PROTOCOL_VERSION } from '../protocol/messages.ts';

type Unversioned<M> = M extends PanelMessage ? Omit<M, 'protocol'> : never;

export interface Host {
  post(message: Unversioned<PanelMessage>): void;
  save(change: Partial<PanelMemory>): void;
  readonly saved: PanelMemory;
}

/** May be called once in a page: VS Code hands out its door a single time. */
export function connectHost(): Host {
  const api = acquireVsCodeApi<Partial<PanelMemory>>();
  const before = api.getState();
  const saved: PanelMemory = {
    document: before?.document,
    layerMetric: before?.layerMetric,
    view: before?.view,
    featureLayer: before?.featureLayer,
  };
  return {
    saved,
    post: (message) => api.postMessage({ protocol: PROTOCOL_VERSION, ...message }),
    save: (change) => {
      Object.assign(saved, change);
      api.setState(saved);
    },
  };
}
