import * as vscode from 'vscode';
import type { PanelAnswer, PanelQuestion } from '../protocol/messages.ts';
import type { HeatMap } from '../src/exploration/decisions.ts';
import type { ValidationRow } from '../src/validation/row.ts';
import { say } from '../src/words.ts';
import type { ActivationStudies } from './activation-studies.ts';
import type { Runs } from './runs.ts';
import type { AskOptions, SimulatorThread } from './simulator-thread.ts';
import type { Sweeps } from './sweeps.ts';

interface Sources {
  extensionUri: vscode.Uri;
  runs: Runs;
  simulator: SimulatorThread;
  /** Threads of their own, for what takes long. */
  studying: SimulatorThread;
  exploring: SimulatorThread;
  studies: ActivationStudies;
  sweeps: Sweeps;
}

/** Answers what pages ask about a config. Rejects with a sentence for the user. */
export class PanelAnswers {
  constructor(private readonly sources: Sources) {}

  async answer(config: vscode.Uri, question: PanelQuestion, options: AskOptions): Promise<PanelAnswer> {
    const { kind } = question;
    const { simulator, studying, studies, sweeps } = this.sources;
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
        return { kind, content: await sweeps.run(config, options) };
      case 'lastSweep':
        return { kind, content: sweeps.last(config) ?? null };
      case 'heatMap':
        return { kind, content: await this.heatMap(config, question) };
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

  private async heatMap(
    config: vscode.Uri,
    { x, y, metric }: Extract<PanelQuestion, { kind: 'heatMap' }>,
  ): Promise<HeatMap> {
    const asked = { type: 'heatMap', uri: config.toString(), text: '', x, y, metric } as const;
    const { map } = await this.sources.exploring.require('heatMapped', asked, {});
    if (map === undefined) throw new Error(say`Run the sweep again to see this picture.`);
    return map;
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
