import { distance } from 'fastest-levenshtein';

/**
 * The choice that was probably meant: one that is equal but for case, starts with what is written, has the same letters
 * in another order, or differs in no more than a third of its letters. Undefined when nothing is near, so that a
 * message never proposes something unrelated.
 */
export function didYouMean(written: string, choices: readonly string[]): string | undefined {
  const wanted = written.slice(0, 64).toLowerCase();
  let nearest: { choice: string; edits: number } | undefined;
  for (const choice of choices) {
    const edits = editsBetween(wanted, choice.toLowerCase());
    if (edits <= choice.length / 3 && (!nearest || edits < nearest.edits)) nearest = { choice, edits };
  }
  return nearest?.choice;
}

function editsBetween(wanted: string, choice: string): number {
  if (wanted === choice) return 0;
  const unfinished = wanted.length > 1 && choice.startsWith(wanted);
  return unfinished || sorted(wanted) === sorted(choice) ? 1 : distance(wanted, choice);
}

function sorted(letters: string): string {
  return [...letters].sort().join('');
}
