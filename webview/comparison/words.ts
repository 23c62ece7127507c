/** Words of the comparison. */
import { say } from '../../src/words.ts';

export const COMPARISON = {
  heading: () => say`Results beside each other`,
  hint: () =>
    say`Pin a result, change the config, and the two stand here beside each other. The run history has earlier ones; two configs can be compared from the explorer.`,
  pin: () => say`Pin This Result`,
  unpin: () => say`Unpin`,
  unpinOf: (name: string) => say`Unpin ${name}`,
  copy: () => say`Copy as Markdown`,
  copyCsv: () => say`Copy as CSV`,
  present: () => say`present result`,
  workload: (network: string, batch: number) => say`${network}, batch ${batch}`,
  result: () => say`Result`,
  speedup: () => say`Speed-up over vDNN`,
  iteration: () => say`Iteration`,
  ratio: () => say`Compression`,
  figureDescription: () => say`Right: change against A.`,
  layersHeading: () => say`Layers beside each other`,
  layersDescription: () => say`One bar for each result; changes against A are in the tooltip and in the data table.`,
  unit: (unit: string) => say`In units of ${unit}.`,
  compressedSize: (unit: string) => say`Compressed size, in units of ${unit}.`,
  allTimes: (unit: string) => say`Compute and copies together, in units of ${unit}.`,
  differencesHeading: () => say`What differs in the configs`,
  differencesCaption: () => say`Keys of the resolved configs that are not the same`,
  noDifferences: () => say`Nothing: the resolved configs are the same.`,
  key: () => say`Key`,
};
