/** Variable that tells mocha inside the extension host where to write its report. */
export const REPORT_VARIABLE = 'CDMA_IN_HOST_REPORT';

/** One mocha test as it ended. */
export interface InHostResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly milliseconds?: number;
  /** Message and stack of a failed one. */
  readonly error?: string;
}

/** What mocha leaves behind. A suite that dies half way leaves none. */
export interface InHostReport {
  readonly results: readonly InHostResult[];
}
