import type { LocatedFinding } from '../findings/finding.ts';
import { FileProblem, type FileReader } from '../host.ts';
import { type ConfigDocument, parseDocument, rangeOf, startOf } from './document.ts';
import { checkSchema } from './gate.ts';
import { valueAt } from './json.ts';
import type { Layers } from './layers.ts';
import { fileName, resolveReference } from './uri.ts';

/** More files than anyone stacks by hand; stops a chain that some program writes without end. */
const LONGEST_CHAIN = 16;

export interface ExtendsChain {
  layers: Layers;
  findings: readonly LocatedFinding[];
}

/** Reads the files that a config extends, up to the first that cannot be used. */
export async function followExtends(opened: ConfigDocument, files: FileReader): Promise<ExtendsChain> {
  const bases: ConfigDocument[] = [];
  let from = opened;
  for (;;) {
    const reference = valueAt(from.value, ['extends']);
    if (typeof reference !== 'string' || reference === '') return { layers: [opened, ...bases], findings: [] };
    const next = await readBase(reference, [opened, ...bases], files);
    if ('document' in next) {
      bases.push(next.document);
      from = next.document;
    } else {
      return { layers: [opened, ...bases], findings: [brokenExtends(next, opened, from)] };
    }
  }
}

interface BrokenBase {
  code: string;
  message: string;
  /** Faults inside the base. */
  faults?: readonly LocatedFinding[];
}

async function readBase(
  reference: string,
  chain: readonly ConfigDocument[],
  files: FileReader,
): Promise<{ document: ConfigDocument } | BrokenBase> {
  const uri = resolveReference(reference, chain.at(-1)?.uri ?? '');
  if (uri === undefined) {
    return {
      code: 'extends-missing',
      message: `extends: '${reference}' cannot be found from a file that is not saved.`,
    };
  }
  if (chain.some((document) => document.uri === uri)) {
    const names = [...chain.map((document) => document.uri), uri].map(fileName);
    return { code: 'extends-cycle', message: `extends: this config extends itself: ${names.join(' -> ')}.` };
  }
  if (chain.length > LONGEST_CHAIN) {
    return { code: 'extends-cycle', message: `extends: more than ${LONGEST_CHAIN} files extend one another.` };
  }
  try {
    const document = parseDocument(await files.readText(uri), uri);
    const faults = [...document.findings, ...checkSchema(document)];
    const [first] = faults;
    if (!first) return { document };
    return {
      code: 'extends-invalid',
      message: `extends: '${reference}' is not a valid config. ${first.message}`,
      faults,
    };
  } catch (problem) {
    if (!(problem instanceof FileProblem)) throw problem;
    return { code: 'extends-missing', message: `extends: '${reference}' ${problem.reason}.` };
  }
}

/** The finding stands at `extends` of the opened file: what is further down the chain is related to it. */
function brokenExtends(broken: BrokenBase, opened: ConfigDocument, from: ConfigDocument): LocatedFinding {
  const range = rangeOf(opened, ['extends']) ?? startOf(opened);
  const reference = {
    uri: from.uri,
    range: rangeOf(from, ['extends']) ?? startOf(from),
    message: 'The file is extended here.',
  };
  const faults = (broken.faults ?? []).map(({ uri, range, message }) => ({ uri, range, message }));
  return {
    code: broken.code,
    severity: 'error',
    message: broken.message,
    uri: opened.uri,
    range,
    related: [...(from === opened ? [] : [reference]), ...faults],
    fixes: [],
    origin: 'semantic',
  };
}
