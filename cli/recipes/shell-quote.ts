/** What no shell reads as anything but itself. `=` is not among them: before a command it would assign. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-]+$/;

/**
 * A word as bash, dash and ksh read it back, whatever is in it: spaces, quotes, line ends, `$`. Throws on NUL, which no
 * argument of a program can hold.
 */
export function shellQuote(word: string): string {
  if (word.includes('\0')) throw new Error('a word for the shell cannot hold NUL');
  // Between single quotes all is literal but the quote itself, which stands outside of them behind a backslash.
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Words of one command, quoted and with spaces between. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellQuote).join(' ');
}
