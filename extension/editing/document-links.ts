import * as vscode from 'vscode';
import { say } from '../../src/words.ts';
import type { SimulatorThread } from '../simulator-thread.ts';
import { askAbout } from './ask.ts';
import { toVscodeRange } from './ranges.ts';

/** Links to the base, the network and the manifest that a config names. */
export function provideDocumentLinks(simulator: SimulatorThread): vscode.DocumentLinkProvider {
  return {
    async provideDocumentLinks(document, token) {
      const answer = await askAbout(simulator, document, token, 'referred', { type: 'references' });
      return (answer?.references ?? []).map(({ uri, range }) => {
        const link = new vscode.DocumentLink(toVscodeRange(range), vscode.Uri.parse(uri));
        link.tooltip = say`Open this file`;
        return link;
      });
    },
  };
}
