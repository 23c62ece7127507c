import type { Rule } from './rule.ts';

/** Says at the link's bandwidth that the link binds, what would bind next, and how far away that is. */
export const linkBound: Rule = {
  codes: ['link-bound'],
  find({ report: { bottleneck } }) {
    if (bottleneck.resource !== 'link') return [];
    return [
      { code: 'link-bound', severity: 'information', message: `${bottleneck.sentence}.`, path: ['link', 'bandwidth'] },
    ];
  },
};
