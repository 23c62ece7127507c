import type { ConfigPath } from '../../src/findings/finding.ts';

/** Whether the key at the caret has to do with a key that a chart stands for: it is that key, or lies within it. */
export function concerns(caret: ConfigPath, key: ConfigPath): boolean {
  return key.length > 0 && key.every((step, index) => caret[index] === step);
}
