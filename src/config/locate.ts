import type { ConfigPath, Finding, LocatedFinding, TextRange } from '../findings/finding.ts';
import { say } from '../words.ts';
import { rangeOf, startOf } from './document.ts';
import { setValueEdits } from './edits.ts';
import type { Layers } from './layers.ts';
import type { ValueOrigin } from './reader.ts';

/** What is needed to tell where a value of the resolved config is written; a loaded config has it. */
export interface ConfigPlaces {
  readonly layers: Layers;
  readonly origins: ReadonlyMap<string, ValueOrigin>;
}

/**
 * Finds the place of a finding in the opened file, so that it can be drawn there whatever its origin: the value
 * itself; else `extends`, where a base writes the value; else the preset that supplies it; else the nearest section
 * that is written; else the first brace. Fixes become edits of the opened file.
 */
export function locateFinding(finding: Finding, places: ConfigPlaces): LocatedFinding {
  const opened = places.layers[0];
  const { path, target, related = [], fixes = [], ...words } = finding;
  const place = placeOf(path, target ?? 'value', places);
  const range = place.uri === opened.uri ? place.range : (rangeOf(opened, ['extends']) ?? startOf(opened));
  const inBase = place.uri === opened.uri ? [] : [{ ...place, message: say`The value is set in this file.` }];
  return {
    ...words,
    uri: opened.uri,
    range,
    related: [...inBase, ...related.map(({ path, message }) => ({ ...placeOf(path, 'value', places), message }))],
    fixes: fixes
      .map(({ title, isCorrection = false, edits }) => ({
        title,
        isCorrection,
        edits: setValueEdits(opened.text, edits),
      }))
      .filter(({ edits }) => edits.length > 0),
    origin: 'semantic',
  };
}

interface Place {
  uri: string;
  range: TextRange;
}

function placeOf(path: ConfigPath, target: 'key' | 'value', { layers, origins }: ConfigPlaces): Place {
  const sections = path.map((_, index) => path.slice(0, path.length - 1 - index)).filter(({ length }) => length > 0);
  const suppliedByPreset = origins.get(path.join('.'))?.kind === 'preset';
  return (
    writtenPlace(path, target, layers) ??
    (suppliedByPreset ? writtenPlace([...path.slice(0, -1), 'preset'], 'value', layers) : undefined) ??
    sections.map((section) => writtenPlace(section, 'key', layers)).find((place) => place !== undefined) ?? {
      uri: layers[0].uri,
      range: startOf(layers[0]),
    }
  );
}

function writtenPlace(path: ConfigPath, target: 'key' | 'value', layers: Layers): Place | undefined {
  for (const document of layers) {
    const range = rangeOf(document, path, target);
    if (range) return { uri: document.uri, range };
  }
  return undefined;
}
