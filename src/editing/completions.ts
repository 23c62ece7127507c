import { getLocation, type Location } from 'jsonc-parser';
import { isObject, valueAt } from '../config/json.ts';
import { HAS_OWN_ZEROS, type NamedLayer } from '../config/layer-activations.ts';
import { GPU_PRESETS, LINK_PRESETS, type PresetValue } from '../config/presets.ts';
import { UNITS } from '../config/quantity.ts';
import { CONFIG_FILE, schemaOfValue } from '../config/schema.ts';
import { lineStartsOf, rangeBetween } from '../config/text.ts';
import type { ConfigPath, TextRange } from '../findings/finding.ts';
import { say } from '../words.ts';

/** What the caret may be completed to, beyond what a schema knows. */
export interface Completion {
  label: string;
  detail: string;
  kind: 'unit' | 'value' | 'layer';
  /** In place of `range`. */
  text: string;
  range: TextRange;
}

/** Files that a key refers to; the editor knows which there are. */
export type ReferenceKind = 'config' | 'manifest' | 'network';

export type Completions =
  | { kind: 'items'; items: readonly Completion[] }
  /** Written relative to the config, in place of `range`. */
  | { kind: 'files'; of: ReferenceKind; range: TextRange };

/**
 * Completes units behind a number, values of presets, names of the network's layers, and file references. Keys, choices
 * and examples come from the schema, which every editor of JSON reads itself.
 *
 * @param value of the text as far as it can be read.
 * @param layers of the network; undefined where it is not known.
 */
export function completionsAt(
  text: string,
  offset: number,
  value: unknown,
  layers: readonly NamedLayer[] | undefined,
): Completions {
  const location = getLocation(text, offset);
  const range = replacedRange(text, offset, location);
  const path: ConfigPath = location.path;
  const key = path.join('.');
  if (location.isAtPropertyKey) return { kind: 'items', items: layerNames(path, value, layers, range) };
  const of = REFERENCES[key];
  if (of !== undefined) return { kind: 'files', of, range };
  const rule = schemaOfValue(CONFIG_FILE.schema, value, path)?.cdmaQuantity;
  if (rule === undefined) return { kind: 'items', items: [] };
  const written = text.slice(...offsets(text, range)).replace(/^"|"$/g, '');
  const [, number] = /^\s*(\d+(?:\.\d+)?)/.exec(written) ?? [];
  if (number === undefined) return { kind: 'items', items: presetValues(path, range) };
  return {
    kind: 'items',
    items: UNITS.filter(({ dimension }) => dimension === rule.dimension).map(({ symbol }) => ({
      label: `${number} ${symbol}`,
      detail: describeUnit(symbol),
      kind: 'unit',
      text: JSON.stringify(`${number} ${symbol}`),
      range,
    })),
  };
}

const REFERENCES: Readonly<Record<string, ReferenceKind>> = {
  extends: 'config',
  'workload.activations.manifest': 'manifest',
  'workload.network': 'network',
};

/** KB and KiB differ by 2.4 %, MB and MiB by 4.9 %: worth a word where one is chosen. */
function describeUnit(symbol: string): string {
  const [, prefix] = /^([KMGT])i?B/.exec(symbol) ?? [];
  if (prefix === undefined) return '';
  const power = 'KMGT'.indexOf(prefix) + 1;
  return symbol.startsWith(`${prefix}i`) ? `1024${superscript(power)} B` : `1000${superscript(power)} B`;
}

function superscript(power: number): string {
  return power === 1 ? '' : (['', '', '²', '³', '⁴'][power] ?? '');
}

function presetValues(path: ConfigPath, range: TextRange): Completion[] {
  const [section, key] = path;
  const presets: readonly { title: string; values: Readonly<Record<string, PresetValue>> }[] =
    section === 'gpu' ? GPU_PRESETS : section === 'link' ? LINK_PRESETS : [];
  const titles = new Map<string, string[]>();
  for (const { title, values } of presets) {
    if (typeof key !== 'string' || path.length !== 2 || !Object.hasOwn(values, key)) continue;
    const text = JSON.stringify(values[key]?.value);
    titles.set(text, [...(titles.get(text) ?? []), title]);
  }
  return [...titles].map(([text, names]) => ({
    label: text.replace(/^"|"$/g, ''),
    detail: names.slice(0, 2).join(', ') + (names.length > 2 ? ', ...' : ''),
    kind: 'value',
    text,
    range,
  }));
}

const LAYERS = ['workload', 'activations', 'layers'] as const;

function layerNames(
  path: ConfigPath,
  value: unknown,
  layers: readonly NamedLayer[] | undefined,
  range: TextRange,
): Completion[] {
  const within = path.length === LAYERS.length + 1 && LAYERS.every((key, depth) => path[depth] === key);
  if (!within || layers === undefined) return [];
  const written = valueAt(value, LAYERS);
  const used = isObject(written) ? Object.keys(written).filter((name) => name !== path.at(-1)) : [];
  return layers
    .filter(({ kind, name }) => HAS_OWN_ZEROS[kind] && !used.includes(name))
    .map(({ name, kind, slideName }) => ({
      label: name,
      detail: slideName === undefined || slideName === name ? kind : say`${kind}, ${slideName} of the slides`,
      kind: 'layer',
      text: JSON.stringify(name),
      range,
    }));
}

/** The string or number at the caret as a whole, so that nothing of it stays behind; else the caret itself. */
function replacedRange(text: string, offset: number, { previousNode }: Location): TextRange {
  const at = previousNode && previousNode.offset <= offset && offset <= previousNode.offset + previousNode.length;
  const [from, to] = at ? [previousNode.offset, previousNode.offset + previousNode.length] : [offset, offset];
  return rangeBetween(lineStartsOf(text), from, to);
}

function offsets(text: string, { start, end }: TextRange): [from: number, to: number] {
  const starts = lineStartsOf(text);
  return [(starts[start.line] ?? 0) + start.character, (starts[end.line] ?? 0) + end.character];
}
