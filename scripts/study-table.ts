import type { StudiedDesign, StudyResult } from './study-result.ts';

/** The table of docs/study.md. */
export function studyTable({ links }: StudyResult): string {
  const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;
  const rows = links.map(({ name, linkGBs, talk, enough, bestSpeedup }) => [
    name.replace('Study: ', ''),
    `${linkGBs} GB/s`,
    percent(talk.vdnnVsOracle),
    `${talk.speedupOverVdnn.toFixed(2)}; ${bindingsOf(talk)}`,
    bestSpeedup.toFixed(2),
    `${enough.buffer}, ${enough.enginesOf32Bytes} engines, ${enough.crossbarBytesPerCycle} B`,
    `${enough.speedupOverVdnn.toFixed(2)}; ${bindingsOf(enough)}`,
    `${talk.areaMm2.toFixed(2)} → ${enough.areaMm2.toFixed(2)} mm²`,
  ]);
  const head = [
    'GPU, link',
    'bandwidth',
    'vDNN, of oracle',
    'design of the talk: speed-up; what binds',
    'best speed-up',
    'enough: buffer, engines of 32 B, crossbar',
    'its speed-up; what binds',
    'area: talk → enough',
  ];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function bindingsOf({ binds }: StudiedDesign): string {
  return Object.entries(binds)
    .sort(([, one], [, other]) => other - one)
    .map(([resource, networks]) => `${resource} ${networks}`)
    .join(', ');
}
