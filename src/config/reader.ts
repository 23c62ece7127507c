import type { ConfigPath, Finding } from '../findings/finding.ts';
import { say } from '../words.ts';
import { shortened, valueAt } from './json.ts';
import { type Layers, mergeLayers, writerOf } from './layers.ts';
import type { Confidence, PresetValue } from './presets.ts';
import { checkQuantity } from './quantity-rule.ts';
import { schemaAt } from './schema.ts';

/** Where a value of a resolved config comes from. */
export type ValueOrigin =
  | { kind: 'file'; uri: string }
  | { kind: 'preset'; id: string; source: string; confidence: Confidence }
  | { kind: 'default'; source: string };

/** A value that holds where no file writes one. */
export interface Fallback {
  value: unknown;
  origin: ValueOrigin;
}

/**
 * Reads a config key by key, each from the first of: the files, the preset, the default of the schema. It notes the
 * origin of everything it reads. It reports what the schema cannot say (quantities); a value of the wrong JSON type
 * has been reported by the schema check, so it is passed over in silence for the next source.
 */
export class ConfigReader {
  readonly origins = new Map<string, ValueOrigin>();
  readonly findings: Finding[] = [];
  readonly #layers: Layers;
  readonly #merged: unknown;

  constructor(layers: Layers) {
    this.#layers = layers;
    this.#merged = mergeLayers(layers);
  }

  /** A quantity in SI units; NaN where what is written is reported. */
  quantity(path: ConfigPath, fallback = defaultOf(path)): number {
    const rule = schemaAt(path)?.cdmaQuantity;
    if (!rule) throw new Error(`the config schema has no quantity ${path.join('.')}`);
    const checked = checkQuantity(this.text(path, fallback), rule);
    if ('value' in checked) return checked.value;
    this.report(path, 'quantity', checked.problem, checked.suggestion);
    return Number.NaN;
  }

  number(path: ConfigPath, fallback = defaultOf(path)): number {
    return this.#read(path, fallback, (value) => typeof value === 'number');
  }

  boolean(path: ConfigPath, fallback = defaultOf(path)): boolean {
    return this.#read(path, fallback, (value) => typeof value === 'boolean');
  }

  text(path: ConfigPath, fallback = defaultOf(path)): string {
    return this.#read(path, fallback, (value) => typeof value === 'string');
  }

  choice<Choice>(path: ConfigPath, choices: readonly Choice[], fallback = defaultOf(path)): Choice {
    return this.#read(path, fallback, (value): value is Choice => choices.some((choice) => choice === value));
  }

  /** What the files say, of any type; undefined when none writes it. */
  written(path: ConfigPath): unknown {
    return valueAt(this.#merged, path);
  }

  /** An error at a value. `meant` is the value that was probably meant; `otherwise` helps when there is none. */
  report(path: ConfigPath, code: string, problem: string, meant?: string, otherwise?: string): void {
    const help = meant === undefined ? otherwise : say`Did you mean "${meant}"?`;
    const fixes =
      meant === undefined
        ? []
        : [{ title: say`Change to "${meant}"`, isCorrection: true, edits: [{ path, value: meant }] }];
    const message = `${shortened(String(path.at(-1)))}: ${problem}`;
    this.findings.push({ code, severity: 'error', message, path, fixes, ...(help !== undefined && { help }) });
  }

  #read<T>(path: ConfigPath, fallback: Fallback | undefined, isRight: (value: unknown) => value is T): T {
    const written = this.written(path);
    const writer = writerOf(this.#layers, path);
    if (writer && isRight(written)) {
      this.origins.set(path.join('.'), { kind: 'file', uri: writer.uri });
      return written;
    }
    if (!fallback || !isRight(fallback.value)) throw new Error(`there is no default for ${path.join('.')}`);
    this.origins.set(path.join('.'), fallback.origin);
    return fallback.value;
  }
}

/** The default that the schema states, with its source. */
export function defaultOf(path: ConfigPath): Fallback | undefined {
  const { default: value, cdmaSource: source = '' } = schemaAt(path) ?? {};
  return value === undefined ? undefined : { value, origin: { kind: 'default', source } };
}

export function fromPreset(id: string, { value, source, confidence }: PresetValue): Fallback {
  return { value, origin: { kind: 'preset', id, source, confidence } };
}
