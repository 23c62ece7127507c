import * as vscode from 'vscode';
import type { PanelAnswer, PanelQuestion } from '../protocol/messages.ts';
import type { ValidationRow } from '../src/validation/row.ts';
import { say } from '../src/words.ts';
import type { ActivationStudies } from './activation-studies.ts';
import { openConfig } from './configs.ts';
import type { Runs } from './runs.ts';
import type { AskOptions, SimulatorThread } from './simulator-thread.ts';

interface Sources {
  extensionUri: vscode.Uri;
  runs: Runs;
  simulator: SimulatorThread;
  /** Threads of their own, for what takes long. */
  studying: SimulatorThread;
  exploring: SimulatorThread;
  studies: ActivationStudies;
}

/** Answers what pages ask about a config. Rejects with a sentence for the user. */
export class PanelAnswers {
  constructor(private readonly sources: Sources) {}

  async answer(config: vscode.Uri, question: PanelQuestion, options: AskOptions): Promise<PanelAnswer> {
    const { kind } = question;
    const { simulator, studying, studies } = this.sources;
    switch (kind) {
      case 'timeline': {
        const asked = { type: 'timeline', ...this.simulated(config, question.hash) } as const;
        const { timeline } = await simulator.require('timelined', asked, options);
        return { kind, content: present(timeline) };
      }
      case 'curves': {
        const asked = { type: 'curves', ...this.simulated(config, question.hash) } as const;
        const { curves } = await studying.require('curved', asked, options);
        return { kind, content: present(curves) };
      }
      case 'networks': {
        const asked = { type: 'networks', ...this.simulated(config, question.hash) } as const;
        return { kind, content: (await studying.require('networked', asked, options)).networks };
      }
      case 'sweep':
        return this.sweep(config, options);
      case 'validation':
        return { kind, content: await this.validationRows() };
      case 'featureMaps':
        return { kind, content: await studies.featureMaps(config, question.layer, question.image) };
    }
  }

  /** The text whose result a page shows, provided that it is still the last one. */
  private simulated(config: vscode.Uri, hash: string): { uri: string; text: string } {
    const state = this.sources.runs.get(config);
    if (state?.report?.config.hash !== hash || state.text === null) throw new Error(say`A newer result is on its way.`);
    return { uri: config.toString(), text: state.text };
  }

  private async sweep(config: vscode.Uri, options: AskOptions): Promise<PanelAnswer> {
    const document = await openConfig(config);
    if (document === undefined) throw new Error(say`The file was deleted.`);
    const asked = { type: 'sweep', uri: config.toString(), text: document.getText() } as const;
    const { columns, findings } = await this.sources.exploring.require('swept', asked, options);
    if (columns !== undefined) return { kind: 'sweep', content: columns };
    const first = findings.find(({ severity }) => severity === 'error')?.message;
    throw new Error(first ?? say`This config has no sweep: write "explore".`);
  }

  /** The table that this version was shipped with: computing it takes half a minute, and the same input gives the same rows. */
  private async validationRows(): Promise<readonly ValidationRow[]> {
    const file = vscode.Uri.joinPath(this.sources.extensionUri, 'dist', 'validation.json');
    return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
  }
}

function present<T>(figures: T | undefined): T {
  if (figures === undefined) throw new Error(say`This config has errors: mend them first.`);
  return figures;
}
