/** One run that is remembered. */
export interface HistoryEntry {
  id: string;
  /** Of the config. */
  uri: string;
  /** Given by the user. */
  name: string | null;
  starred: boolean;
  ranAtMs: number;
  /** Of the resolved config. */
  hash: string;
  /** The result in a few words. */
  headline: string;
}

/** Beyond this the oldest runs are forgotten; starred ones never. */
export const MOST_UNSTARRED = 50;

/** What was run, newest first. Knows nothing of files: see `history-files.ts`. */
export class RunHistory {
  #entries: readonly HistoryEntry[];

  constructor(entries: readonly HistoryEntry[] = []) {
    this.#entries = newestFirst(entries);
  }

  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  get(id: string): HistoryEntry | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }

  latestOf(uri: string): HistoryEntry | undefined {
    return this.#entries.find((entry) => entry.uri === uri);
  }

  /**
   * Remembers a run; undefined where the newest one of that config had the same resolved config. Also says which entries
   * were forgotten for it.
   */
  add(
    run: Pick<HistoryEntry, 'uri' | 'hash' | 'headline' | 'ranAtMs'>,
  ): { entry: HistoryEntry; forgotten: string[] } | undefined {
    if (this.latestOf(run.uri)?.hash === run.hash) return undefined;
    const entry: HistoryEntry = { ...run, id: this.#newId(run.hash), name: null, starred: false };
    const all = newestFirst([entry, ...this.#entries]);
    const unstarred = all.filter(({ starred }) => !starred);
    const forgotten = unstarred.slice(MOST_UNSTARRED).map(({ id }) => id);
    this.#entries = all.filter(({ id }) => !forgotten.includes(id));
    return { entry, forgotten };
  }

  change(ids: readonly string[], change: Partial<Pick<HistoryEntry, 'name' | 'starred'>>): void {
    this.#entries = this.#entries.map((entry) => (ids.includes(entry.id) ? { ...entry, ...change } : entry));
  }

  remove(ids: readonly string[]): void {
    this.#entries = this.#entries.filter(({ id }) => !ids.includes(id));
  }

  /** Runs go along with a config that was renamed, and with the folder above it. */
  renamed(from: string, to: string): boolean {
    const isWithin = (uri: string): boolean => uri === from || uri.startsWith(`${from}/`);
    const changed = this.#entries.some(({ uri }) => isWithin(uri));
    this.#entries = this.#entries.map((entry) =>
      isWithin(entry.uri) ? { ...entry, uri: to + entry.uri.slice(from.length) } : entry,
    );
    return changed;
  }

  /**
   * Takes over what is written in the files, where other windows write too: their word counts for entries that both know,
   * as this window's changes are written at once. Entries without a file of their own were deleted.
   */
  merge(written: readonly HistoryEntry[], idsWithFile: ReadonlySet<string>): void {
    const known = new Set(written.map(({ id }) => id));
    const onlyHere = this.#entries.filter(({ id }) => !known.has(id));
    this.#entries = newestFirst([...written, ...onlyHere].filter(({ id }) => idsWithFile.has(id)));
  }

  /** The beginning of the hash, and a number where that is taken. */
  #newId(hash: string): string {
    const stem = hash.slice(0, 12);
    let number = 1;
    while (this.get(`${stem}-${number}`) !== undefined) number++;
    return `${stem}-${number}`;
  }
}

/** The entries that an index file holds; those that are none are left out, and undefined where it is no index of ours. */
export function readIndex(text: string): HistoryEntry[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, entries } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<string, unknown>;
  return version === 1 && Array.isArray(entries) ? entries.filter(isEntry) : undefined;
}

export function writeIndex(entries: readonly HistoryEntry[]): string {
  return `${JSON.stringify({ version: 1, entries }, null, 1)}\n`;
}

/** Files are named by ids, so that one from a file must not lead to any other. */
export function isRunId(text: string): boolean {
  return /^\w+-\d+$/.test(text);
}

function isEntry(value: unknown): value is HistoryEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { id, uri, name, starred, ranAtMs, hash, headline } = value as Record<string, unknown>;
  return (
    [id, uri, hash, headline].every((text) => typeof text === 'string') &&
    isRunId(String(id)) &&
    (name === null || typeof name === 'string') &&
    typeof starred === 'boolean' &&
    typeof ranAtMs === 'number'
  );
}

function newestFirst(entries: readonly HistoryEntry[]): HistoryEntry[] {
  return [...entries].sort((a, b) => b.ranAtMs - a.ranAtMs);
}
