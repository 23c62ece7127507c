import * as vscode from 'vscode';
import type { TextRange } from '../../src/findings/finding.ts';

export function toVscodeRange({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
