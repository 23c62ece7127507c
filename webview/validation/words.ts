/** Words of the validation table. */
import type { RowGroup, RowStatus, Verdict } from '../../src/validation/row.ts';
import { say } from '../../src/words.ts';

type Words = () => string;

export const VALIDATION = {
  heading: () => say`Validation`,
  sentence: (all: number, agrees: number, close: number, misses: number) =>
    say`Of ${all} published and measured figures ours agrees with ${agrees}, is close to ${close}, and misses ${misses}.`,
  note: () =>
    say`Nothing is scaled to make a figure agree. The command line computes the table again (cdma validation); docs/validation.md explains it.`,
  chartHeading: () => say`Figures by verdict`,
  chartDescription: () => say`Number of figures of each group by how ours compares.`,
  group: () => say`Group`,
  groups: {
    'Compression and sparsity': () => say`Compression and sparsity`,
    Performance: () => say`Performance`,
    Hardware: () => say`Hardware`,
    'Layer times': () => say`Layer times`,
    'Network times': () => say`Network times`,
    'Measured activations': () => say`Measured activations`,
    Identities: () => say`Identities`,
    'Independent implementation': () => say`Independent implementation`,
  } satisfies Record<RowGroup, Words>,
  verdicts: {
    agrees: () => say`agrees`,
    close: () => say`close`,
    misses: () => say`misses`,
  } satisfies Record<Verdict, Words>,
  statuses: {
    calibrated: () => say`calibrated`,
    predicted: () => say`predicted`,
    input: () => say`input`,
    identity: () => say`identity`,
  } satisfies Record<RowStatus, Words>,
  show: () => say`Show`,
  all: () => say`all`,
  caption: () => say`Figures of others beside ours`,
  quantity: () => say`Quantity`,
  published: () => say`Published or measured`,
  ours: () => say`Ours`,
  error: () => say`Error`,
  verdict: () => say`Verdict`,
  worth: () => say`Worth`,
  source: () => say`Source`,
  reason: () => say`Reason`,
  range: (low: string, high: string) => say`${low} to ${high}`,
  points: (points: string) => say`${points} points`,
};
