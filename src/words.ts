/** What users read, in their language. English is written in the code; dictionaries turn it into other languages. */

/** Translations by English text, in which `{0}`, `{1}` stand for the values in their order. */
export type Dictionary = Readonly<Record<string, string>>;

let dictionary: Dictionary = {};

/**
 * Chooses the language for all that is said from now on in this program: a thread, a page, the command line. What a
 * dictionary lacks is said in English; without one everything is.
 */
export function speak(words: Dictionary | undefined): void {
  dictionary = words ?? {};
}

/**
 * A text for users: say`${count} layers wait.` looks `{0} layers wait.` up. Call it where the text is needed, never while
 * a module loads: the language is chosen later.
 */
export function say(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return fill(translationOf(keyOf(parts)), values);
}

/** The same for a text that is data, such as a message of a schema. */
export function translationOf(english: string): string {
  return Object.hasOwn(dictionary, english) ? (dictionary[english] ?? english) : english;
}

/** The text under which a dictionary has a template. */
export function keyOf(parts: readonly string[]): string {
  return parts.reduce((key, part, index) => `${key}{${index - 1}}${part}`);
}

function fill(text: string, values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (placeholder, index) => String(values[Number(index)] ?? placeholder));
}
