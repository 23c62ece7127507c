/** The way to the extension: messages out, answers back, and what the page remembers while VS Code has it closed. */
import {
  type HostMessage,
  type PanelMemory,
  type PanelMessageBody,
  PROTOCOL_VERSION,
  type QuestionKind,
  type Questions,
} from '../protocol/messages.ts';
import type { ShownSweep } from '../src/exploration/shown-sweep.ts';

export interface AskOptions {
  onProgress?: (done: number, total: number, partial?: ShownSweep) => void;
  signal?: AbortSignal;
}

export interface Host {
  post(message: PanelMessageBody): void;
  /** Rejects with a sentence for the user; never answers once the signal is aborted. */
  ask<Kind extends QuestionKind>(
    kind: Kind,
    question: Questions[Kind]['question'],
    options?: AskOptions,
  ): Promise<Questions[Kind]['answer']>;
  /** Takes what answers a question; false for other messages. */
  receive(message: HostMessage): boolean;
  save(change: Partial<PanelMemory>): void;
  readonly saved: PanelMemory;
}

interface Asked {
  kind: QuestionKind;
  settle(content: unknown): void;
  fail(reason: Error): void;
  onProgress: AskOptions['onProgress'];
}

/** May be called once in a page: VS Code hands out its door a single time. */
export function connectHost(): Host {
  const api = acquireVsCodeApi<Partial<PanelMemory>>();
  const saved = memoryOf(api.getState());
  const asked = new Map<number, Asked>();
  let lastId = 0;
  const post = (message: PanelMessageBody): void => api.postMessage({ protocol: PROTOCOL_VERSION, ...message });
  return {
    saved,
    post,
    ask: (kind, question, { onProgress, signal } = {}) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        // The kind of an answer is checked against that of its question below.
        asked.set(id, { kind, settle: resolve as (content: unknown) => void, fail: reject, onProgress });
        signal?.addEventListener('abort', () => {
          asked.delete(id);
          post({ type: 'cancel', id });
        });
        post({ type: 'ask', id, question: { kind, ...question } } as PanelMessageBody);
      }),
    receive: (message) => {
      switch (message.type) {
        case 'progress':
          asked.get(message.id)?.onProgress?.(message.done, message.total, message.partial);
          return true;
        case 'answer': {
          const one = asked.get(message.id);
          asked.delete(message.id);
          if (one?.kind === message.answer.kind) one.settle(message.answer.content);
          else one?.fail(new Error(`answer of another kind: ${message.answer.kind}`));
          return true;
        }
        case 'rejected': {
          const one = asked.get(message.id);
          asked.delete(message.id);
          one?.fail(new Error(message.message));
          return true;
        }
        default:
          return false;
      }
    },
    save: (change) => {
      Object.assign(saved, change);
      api.setState(saved);
    },
  };
}

function memoryOf(before: Partial<PanelMemory> | undefined): PanelMemory {
  return {
    document: before?.document,
    isLocked: before?.isLocked,
    view: before?.view,
    featureLayer: before?.featureLayer,
    layerMetric: before?.layerMetric,
    layerOrder: before?.layerOrder,
    networks: before?.networks,
    sweepX: before?.sweepX,
    sweepY: before?.sweepY,
    sweepPicture: before?.sweepPicture,
  };
}
