import type { LocatedFinding } from '../findings/finding.ts';
import { FileProblem, type FileReader } from '../host.ts';
import { say } from '../words.ts';
import { type ConfigDocument, parseDocument, rangeOf, startOf } from './document.ts';
import { checkSchema } from './gate.ts';
import { shortened, valueAt } from './json.ts';
import type { Layers } from './layers.ts';
import { fileName, resolveReference, whyUnresolved } from './uri.ts';

/** More files than anyone stacks by hand; stops a chain that some program writes without end. */
const LONGEST_CHAIN = 16;

export interface ExtendsChain {
  layers: Layers;
  /** Every file that `extends` leads to, also the one that cannot be used. */
  baseUris: readonly string[];
  findings: readonly LocatedFinding[];
}

/** Reads the files that a config extends, up to the first that cannot be used. */
export async function followExtends(opened: ConfigDocument, files: FileReader): Promise<ExtendsChain> {
  const bases: ConfigDocument[] = [];
  const baseUris: string[] = [];
  for (let from = opened; ; ) {
    const chain: Layers = [opened, ...bases];
    const reference = valueAt(from.value, ['extends']);
    if (typeof reference !== 'string' || reference === '') return { layers: chain, baseUris, findings: [] };
    const uri = resolveReference(reference, from.uri);
    const next = findCycle(uri, chain) ?? (await readBase(reference, uri, from.uri, files));
    if (uri !== undefined) baseUris.push(uri);
    if ('code' in next) return { layers: chain, baseUris, findings: [locateBroken(next, opened, from)] };
    bases.push(next);
    from = next;
  }
}

interface BrokenBase {
  code: string;
  message: string;
  /** Faults inside the base. */
  faults?: readonly LocatedFinding[];
}

function findCycle(uri: string | undefined, chain: Layers): BrokenBase | undefined {
  if (uri !== undefined && chain.some((document) => document.uri === uri)) {
    const names = [...chain.map((document) => document.uri), uri].map(fileName);
    return {
      code: 'extends-cycle',
      message: say`extends: the files extend one another in a circle: ${names.map(shortened).join(' -> ')}.`,
    };
  }
  if (chain.length <= LONGEST_CHAIN) return undefined;
  return { code: 'extends-cycle', message: say`extends: more than ${LONGEST_CHAIN} files extend one another.` };
}

async function readBase(
  reference: string,
  uri: string | undefined,
  namedIn: string,
  files: FileReader,
): Promise<ConfigDocument | BrokenBase> {
  if (uri === undefined) {
    return { code: 'extends-missing', message: say`extends: '${shortened(reference)}' ${whyUnresolved(namedIn)}.` };
  }
  try {
    const document = parseDocument(await files.readText(uri), uri);
    const faults = [...document.findings, ...checkSchema(document)];
    const [first] = faults;
    if (!first) return document;
    const message = say`extends: '${shortened(reference)}' is not a valid config. ${first.message}`;
    return { code: 'extends-invalid', message, faults };
  } catch (problem) {
    if (!(problem instanceof FileProblem)) throw problem;
    return { code: 'extends-missing', message: say`extends: '${shortened(reference)}' ${problem.reason}.` };
  }
}

/** The finding stands at `extends` of the opened file: what is further down the chain is related to it. */
function locateBroken(broken: BrokenBase, opened: ConfigDocument, from: ConfigDocument): LocatedFinding {
  const range = rangeOf(opened, ['extends']) ?? startOf(opened);
  const reference = {
    uri: from.uri,
    range: rangeOf(from, ['extends']) ?? startOf(from),
    message: say`The file is extended here.`,
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
