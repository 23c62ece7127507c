import type { Finding } from '../findings/finding.ts';
import { type ClosedForm, convergenceFindings } from './convergence-findings.ts';
import type { Decisions } from './decisions.ts';
import { edgeFindings } from './edge-findings.ts';
import { effectlessFindings } from './effectless-findings.ts';
import { feasibilityFindings } from './feasibility-findings.ts';
import type { Sweep } from './sweep.ts';

/**
 * What is worth telling about a sweep that has run: whether its ranges, parameters, constraints and fidelity serve the
 * question it asks. `decisions` name rows of the sweep; `closedForm` has the figures of rows that were first computed
 * so and then line by line.
 */
export function healthFindings(sweep: Sweep, decisions: Decisions, closedForm: ClosedForm = new Map()): Finding[] {
  return [
    ...feasibilityFindings(sweep),
    ...edgeFindings(sweep),
    ...effectlessFindings(sweep, decisions),
    ...convergenceFindings(sweep, decisions, closedForm),
  ];
}
