import { distance } from 'fastest-levenshtein';

/**
 * The choice that was probably meant: equal but for case, or at most a third of its letters away.
 * Undefined when nothing is near, so that a message never proposes something unrelated.
 */
export function didYouMean(written: string, choices: readonly string[]): string | undefined {
  const lowerCase = written.slice(0, 64).toLowerCase();
  let nearest: { choice: string; edits: number } | undefined;
  for (const choice of choices) {
    const edits = distance(lowerCase, choice.toLowerCase());
    if (edits <= Math.max(1, Math.ceil(choice.length / 3)) && (!nearest || edits < nearest.edits)) {
      nearest = { choice, edits };
    }
  }
  return nearest?.choice;
}

/** `"a", "b" or "c"`. */
export function listChoices(choices: readonly string[]): string {
  const quoted = choices.map((choice) => JSON.stringify(choice));
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
