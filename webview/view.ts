import type { ConfigPath } from '../src/findings/finding.ts';
import type { Report } from '../src/report/report.ts';
import type { Theme } from './theme.ts';

/** A tab of the panel. It draws while it is in sight: a hidden canvas has no size. */
export interface View {
  readonly element: HTMLElement;
  /** A new result, or that of another config. */
  setReport(report: Report, document: string): void;
  /** Whether the result is of an older text, which is dimmed. */
  setOutdated(isOutdated: boolean): void;
  setTheme(theme: Theme): void;
  setShown(isShown: boolean): void;
  /** The key at the caret of the config's editor. */
  setCaret(path: ConfigPath | undefined): void;
}
