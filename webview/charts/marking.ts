import type { ConfigPath } from '../../src/findings/finding.ts';

/** What a chart stands for in a config: one key above all, and others that decide about it. */
interface Decided {
  reveal?: ConfigPath;
  keys?: readonly ConfigPath[];
}

/** Whether the key at the caret has to do with what a chart shows: it is one of its keys, or lies within it. */
export function concerns(caret: ConfigPath, { reveal, keys = [] }: Decided): boolean {
  return [...(reveal === undefined ? [] : [reveal]), ...keys].some(
    (key) => key.length > 0 && key.every((step, index) => caret[index] === step),
  );
}
