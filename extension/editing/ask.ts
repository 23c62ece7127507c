import type * as vscode from 'vscode';
import { isConfig } from '../configs.ts';
import type { SimulatorThread } from '../simulator-thread.ts';
import type { Answer, AnswerOf, TextQuestion } from '../worker/messages.ts';

/** Configs are a few kilobytes; hints for a text this long would make typing in it wait. */
const LONGEST_TEXT_CHARACTERS = 500_000;

type Asked = TextQuestion extends infer Q ? (Q extends TextQuestion ? Omit<Q, 'uri' | 'text'> : never) : never;

/** Asks the simulator about a document; undefined where it is no config, too long, or the editor has moved on. */
export async function askAbout<T extends Answer['type']>(
  simulator: SimulatorThread,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
  type: T,
  asked: Asked,
): Promise<AnswerOf<T> | undefined> {
  if (!isConfig(document)) return undefined;
  const text = document.getText();
  if (text.length > LONGEST_TEXT_CHARACTERS) return undefined;
  const controller = new AbortController();
  const subscription = token.onCancellationRequested(() => controller.abort());
  try {
    const question = { uri: document.uri.toString(), text, ...asked };
    const answer = await simulator.answerTo(type, question, controller.signal);
    return token.isCancellationRequested ? undefined : answer;
  } finally {
    subscription.dispose();
  }
}
