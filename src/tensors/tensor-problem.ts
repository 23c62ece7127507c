import { FileProblem, ZipProblem } from '../host.ts';

/** Why a tensor file cannot be used. `offset` is the byte at which it fails, where there is one. */
export interface TensorProblem {
  uri: string;
  /** Follows the file's name in a sentence: "is cut short: ...". */
  message: string;
  offset?: number;
}

/** A tensor file that is not what it should be. Ends reading; {@link problemOf} turns it into a value. */
export class UnreadableTensor extends Error {
  constructor(
    message: string,
    readonly offset?: number,
  ) {
    super(message);
  }
}

/** The problem that ended the reading of a tensor file. Throws any error that is not about the file. */
export function problemOf(error: unknown, uri: string): TensorProblem {
  if (error instanceof FileProblem) return { uri, message: error.reason };
  if (error instanceof ZipProblem || error instanceof UnreadableTensor) {
    const message = error instanceof ZipProblem ? error.reason : error.message;
    return error.offset === undefined ? { uri, message } : { uri, offset: error.offset, message };
  }
  throw error;
}
