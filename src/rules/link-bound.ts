import type { Finding } from '../findings/finding.ts';
import type { Bottleneck } from '../report/report.ts';

/** Says at the link's bandwidth that the link binds, what would bind next, and how far away that is. */
export function findLinkBound(bottleneck: Bottleneck): Finding[] {
  if (bottleneck.resource !== 'link') return [];
  return [
    { code: 'link-bound', severity: 'information', message: `${bottleneck.sentence}.`, path: ['link', 'bandwidth'] },
  ];
}
