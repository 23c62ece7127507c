/** What has to be there before a benchmark can run: the packed extension, a Chromium, a VS Code. */
export type Ground = 'package' | 'browser' | 'host';

/** A program in `bench/` that measures budgets of docs/performance.md. */
export interface Benchmark {
  /** Also of its file. */
  readonly name: string;
  readonly needs: readonly Ground[];
}

/** All of them, in the order in which they are run. */
export const BENCHMARKS: readonly Benchmark[] = [
  { name: 'sizes', needs: ['package'] },
  { name: 'activation', needs: ['package', 'browser', 'host'] },
  { name: 'save-to-painted', needs: ['package', 'browser', 'host'] },
  { name: 'swept-points', needs: ['browser'] },
  { name: 'codecs', needs: [] },
  { name: 'pipeline', needs: [] },
  { name: 'design-points', needs: [] },
  { name: 'tensor-memory', needs: [] },
];
