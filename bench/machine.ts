import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What figures depend on besides the program. */
export interface Machine {
  /** As the processor calls itself. */
  readonly processor: string;
  /** Cores that this process may use. */
  readonly cores: number;
  /** Memory of the machine in GB. */
  readonly memoryGB: number;
  /** Version of Node.js. */
  readonly node: string;
  /** System and instruction set, such as `linux x64`. */
  readonly platform: string;
  /** Processes that wanted a core in the minute before: with more than none, figures tell of them too. 0 on Windows, which does not say. */
  readonly load: number;
}

/** The machine this process runs on, as it is now. */
export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e8) / 10,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    load: Math.round(10 * (loadavg()[0] ?? 0)) / 10,
  };
}
