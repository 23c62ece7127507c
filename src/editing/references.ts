import { type ConfigDocument, rangeOf } from '../config/document.ts';
import { valueAt } from '../config/json.ts';
import { resolveReference } from '../config/uri.ts';
import type { TextRange } from '../findings/finding.ts';

/** A file that a config names, and where. */
export interface Reference {
  uri: string;
  range: TextRange;
}

const PATHS = [['extends'], ['workload', 'network'], ['workload', 'activations', 'manifest']] as const;

/** The files that a config names: its base, its own network, its manifest. A built-in network is not a file. */
export function referencesIn(document: ConfigDocument): Reference[] {
  return PATHS.flatMap((path) => {
    const written = valueAt(document.value, path);
    const range = rangeOf(document, path);
    if (typeof written !== 'string' || range === undefined || !written.endsWith('.json')) return [];
    const uri = resolveReference(written, document.uri);
    return uri === undefined ? [] : [{ uri, range: withinQuotes(range) }];
  });
}

function withinQuotes({ start, end }: TextRange): TextRange {
  return {
    start: { ...start, character: start.character + 1 },
    end: { ...end, character: end.character - 1 },
  };
}
