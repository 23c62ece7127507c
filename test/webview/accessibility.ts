/** What axe finds in an open panel, by all of its rules. */
import axe, { type AxeResults } from 'axe-core';
import type { PanelPage } from './harness.ts';

/** Each rule that is broken, with the first element that breaks it. */
export async function violationsIn({ page }: PanelPage): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  // Most of the time of a run goes into describing the elements that are in order.
  const results = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResults;
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html} (${nodes[0]?.failureSummary}), ${nodes.length} in all`,
  );
}
