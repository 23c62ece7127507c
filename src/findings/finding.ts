/** Path of a key in a config: `['gpu', 'dramBandwidth']`. Numbers index arrays. */
export type ConfigPath = readonly (string | number)[];

export type Severity = 'error' | 'warning' | 'information';

/**
 * Something the user should know about a config, as data: the editor draws it as a squiggle, the command line
 * prints it. `message` says what is wrong with the value found and what was expected; `help` says how to mend it.
 */
export interface Finding {
  /** Stable id such as `dram-bandwidth`; `docs/findings.md` has a section of that name. */
  code: string;
  severity: Severity;
  message: string;
  help?: string;
  path: ConfigPath;
  /** Mark the key rather than the value (an unknown key, say). */
  target?: 'key' | 'value';
  related?: readonly { path: ConfigPath; message: string }[];
  fixes?: readonly Fix[];
}

/** An edit that mends a finding: sets (or inserts) values at paths of the config; `undefined` removes the key. */
export interface Fix {
  title: string;
  /** It mends a slip and leaves the design as it was meant, so it may be applied together with others, unseen. */
  isCorrection?: boolean;
  edits: readonly { path: ConfigPath; value: unknown }[];
}

/** Zero-based line and UTF-16 column, end exclusive. */
export interface TextRange {
  start: TextPosition;
  end: TextPosition;
}
export interface TextPosition {
  line: number;
  character: number;
}

/** A finding with its places in files. */
export interface LocatedFinding {
  code: string;
  severity: Severity;
  message: string;
  help?: string;
  uri: string;
  range: TextRange;
  related: readonly { uri: string; range: TextRange; message: string }[];
  fixes: readonly { title: string; isCorrection: boolean; edits: readonly TextEdit[] }[];
  /** Who else may report the same fault: the editor's own JSON service knows syntax and schema. */
  origin: 'syntax' | 'schema' | 'semantic';
}
/** Replaces `range` by `text` in the file of the finding. */
export interface TextEdit {
  range: TextRange;
  text: string;
}
