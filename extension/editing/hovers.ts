import * as vscode from 'vscode';
import type { Explanation } from '../../src/editing/explanation.ts';
import type { Alternative } from '../../src/sensitivity/key-effect.ts';
import { say } from '../../src/words.ts';
import type { SimulatorThread } from '../simulator-thread.ts';
import { askAbout } from './ask.ts';
import { toVscodeRange } from './ranges.ts';

/** Says of a key what holds, whence it comes, and what other values would do; the schema says what it means. */
export function provideHovers(simulator: SimulatorThread): vscode.HoverProvider {
  return {
    async provideHover(document, position, token) {
      const asked = { type: 'explain', offset: document.offsetAt(position) } as const;
      const answer = await askAbout(simulator, document, token, 'explained', asked);
      const explanation = answer?.explanation;
      if (explanation === undefined) return undefined;
      const isKey = toVscodeRange(explanation.range).contains(position);
      return new vscode.Hover(describe(explanation), isKey ? toVscodeRange(explanation.range) : undefined);
    },
  };
}

function describe({ value, origin, alternatives }: Explanation): vscode.MarkdownString {
  const text = new vscode.MarkdownString(say`**Now ${plain(value)}** — ${plain(origin)}`);
  const others = alternatives.filter(({ isPresent }) => !isPresent);
  if (others.length === 0) return text;
  const present = alternatives.find(({ isPresent }) => isPresent);
  const cells = alternatives.map((row) => [
    row.isPresent ? `**${plain(String(row.value))}**` : plain(String(row.value)),
    `${row.iterationMs.toFixed(1)} ms`,
    change(row, present),
    `${row.compressionRatio.toFixed(2)}x`,
    gain(row.speedupOverVdnn),
  ]);
  const header = ['', say`iteration`, '', say`ratio`, say`over vDNN`];
  const table = [header, [':--', '--:', '--:', '--:', '--:'], ...cells].map(toRow).join('\n');
  return text.appendMarkdown(`\n\n${table}\n`);
}

/** Hovers set tables tight: blanks keep the columns apart. */
function toRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => (cell.includes('--') ? cell : `${cell}&nbsp;&nbsp;`)).join(' | ')} |`;
}

/** Of the iteration time against the present one; nothing where there is none. */
function change({ iterationMs }: Alternative, present: Alternative | undefined): string {
  if (present === undefined) return '';
  const percent = (iterationMs / present.iterationMs - 1) * 100;
  return Math.abs(percent) < 0.05 ? '' : `${signed(percent)} %`;
}

function gain(speedup: number): string {
  return `${signed((speedup - 1) * 100)} %`;
}

function signed(percent: number): string {
  return `${percent < 0 ? '-' : '+'}${Math.abs(percent).toFixed(1)}`;
}

/** Names of files and presets are text, not Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!|<>~]/g, '\\$&');
}
