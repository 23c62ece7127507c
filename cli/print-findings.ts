import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocatedFinding } from '../src/findings/finding.ts';

/**
 * One finding as compilers print it: `path:line:column: error[code]: message`, then a line of help. Lines and
 * columns start at 1; paths are relative to the current folder where they lie below it.
 */
export function formatFinding(finding: LocatedFinding): string {
  const lines = [`${placeOf(finding)}: ${finding.severity}[${finding.code}]: ${finding.message}`];
  if (finding.help !== undefined) lines.push(`  help: ${finding.help}`);
  for (const related of finding.related) lines.push(`  note: ${placeOf(related)}: ${related.message}`);
  return lines.map(printable).join('\n');
}

/** Names come from files: what would move a terminal's cursor, or begin a line that is none, is written as its code. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Whether any finding asks for a change; information alone does not. */
export function needsAttention(findings: readonly LocatedFinding[]): boolean {
  return findings.some(({ severity }) => severity !== 'information');
}

/** `1 error, 2 warnings`, or an empty text when there is nothing to count. */
export function countFindings(findings: readonly LocatedFinding[]): string {
  return (['error', 'warning', 'information'] as const)
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count > 1 && severity !== 'information' ? 's' : ''}`)
    .join(', ');
}

function placeOf({ uri, range }: Pick<LocatedFinding, 'uri' | 'range'>): string {
  const file = uri.startsWith('file:') ? fileURLToPath(uri) : uri;
  const relative = path.relative(process.cwd(), file);
  const shown = relative.startsWith('..') ? file : relative;
  return `${shown}:${range.start.line + 1}:${range.start.character + 1}`;
}
