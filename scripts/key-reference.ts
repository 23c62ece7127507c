import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './project.ts';

/** What of a schema says something to a reader. */
interface Described {
  title?: string;
  markdownDescription?: string;
  enum?: readonly (string | number)[];
  markdownEnumDescriptions?: readonly string[];
  anyOf?: readonly Described[];
  oneOf?: readonly Described[];
  $ref?: string;
  items?: Described;
  properties?: Readonly<Record<string, Described>>;
  additionalProperties?: Described | boolean;
  definitions?: Readonly<Record<string, Described>>;
  examples?: readonly unknown[];
}

const HEAD = `# Every key

Written by \`npx tsx scripts/write-key-reference.ts\` from \`schemas/cdma-config.schema.json\`, which completion and hovers read, too; a test
holds the two together. Quantities are texts with a unit; [guide.md](guide.md) says how a config is put together.
`;

/** The page of all keys of a config, section by section, in the order of the schema. */
export function keyReference(): string {
  const schema = JSON.parse(readFileSync(path.join(ROOT, 'schemas/cdma-config.schema.json'), 'utf8')) as Described;
  const sections = Object.entries(schema.properties ?? {}).filter(([key]) => key !== '$schema');
  return `${[HEAD, ...sections.map(([key, section]) => describe(schema, [key], section))].join('\n')}`;
}

/** A key with all that lie below it. */
function describe(schema: Described, keys: readonly string[], described: Described): string {
  const { examples = [], markdownDescription = '', ...node } = followed(schema, described);
  const choices = choicesOf(node);
  const [example] = examples;
  const parts = [
    `${'#'.repeat(Math.min(keys.length + 1, 4))} ${keys.join('.')}`,
    demoted(markdownDescription),
    choices.map(({ value, text }) => `- \`${value}\`: ${demoted(text)}`).join('\n'),
    example === undefined ? '' : `Example: \`${JSON.stringify(example)}\``,
  ];
  const below = Object.entries(node.properties ?? {}).map(([key, inner]) => describe(schema, [...keys, key], inner));
  const { additionalProperties } = node;
  if (typeof additionalProperties === 'object') below.push(describe(schema, [...keys, '*'], additionalProperties));
  return [`${parts.filter((part) => part !== '').join('\n\n')}\n`, ...below].join('\n');
}

function choicesOf({ enum: values = [], markdownEnumDescriptions = [], anyOf = [] }: Described) {
  const own = values.map((value, index) => ({ value, text: markdownEnumDescriptions[index] ?? '' }));
  const named = anyOf.flatMap(({ enum: alternatives = [], markdownEnumDescriptions: texts = [] }) =>
    alternatives.map((value, index) => ({ value, text: texts[index] ?? '' })),
  );
  return [...own, ...named].filter(({ text }) => text !== '');
}

function followed(schema: Described, described: Described): Described {
  const { $ref } = described;
  if ($ref === undefined) return described;
  const target = schema.definitions?.[$ref.replace('#/definitions/', '')];
  if (target === undefined) throw new Error(`the schema has no ${$ref}`);
  return { ...target, ...described };
}

/** Paths of the documentation are links from here. */
function demoted(text: string): string {
  return text.replace(/(?<![`[(/])docs\/([a-z-]+\.md)/g, '[$1]($1)');
}
