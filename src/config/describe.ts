import type { ConfigPath } from '../findings/finding.ts';
import { isObject } from './json.ts';
import { writeQuantity } from './quantity.ts';
import type { ValueOrigin } from './reader.ts';
import type { ResolvedConfig } from './resolved-config.ts';
import { schemaAt } from './schema.ts';
import { fileName } from './uri.ts';

/**
 * The resolved config as a config file: every value in readable units, with a comment that names its origin.
 * Loading it gives the same resolved config.
 */
export function describeResolved(config: ResolvedConfig, origins: ReadonlyMap<string, ValueOrigin>): string {
  return `${describe(config, [], origins)}\n`;
}

function describe(value: object, path: ConfigPath, origins: ReadonlyMap<string, ValueOrigin>): string {
  const indent = '  '.repeat(path.length + 1);
  const entries = Object.entries(value);
  const lines = entries.map(([key, part], index) => {
    const partPath = [...path, key];
    const comma = index < entries.length - 1 ? ',' : '';
    const name = `${indent}${JSON.stringify(key)}: `;
    if (isObject(part)) return `${name}${describe(part, partPath, origins)}${comma}`;
    const origin = origins.get(partPath.join('.'));
    return `${name}${writeValue(part, partPath)}${comma}${origin ? ` // ${describeOrigin(origin)}` : ''}`;
  });
  return ['{', ...lines, `${'  '.repeat(path.length)}}`].join('\n');
}

function writeValue(value: unknown, path: ConfigPath): string {
  const rule = schemaAt(path)?.cdmaQuantity;
  return JSON.stringify(rule && typeof value === 'number' ? writeQuantity(value, rule.dimension) : value);
}

/** "Titan.cdma.json", "preset titanxp, low confidence: ..." or "default: ...". */
export function describeOrigin(origin: ValueOrigin): string {
  switch (origin.kind) {
    case 'file':
      return fileName(origin.uri);
    case 'preset':
      return `preset ${origin.id}, ${origin.confidence} confidence: ${origin.source}`;
    case 'default':
      return `default: ${origin.source}`;
  }
}
