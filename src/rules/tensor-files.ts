import type { TensorCharacterisation } from '../activations/characterise-tensors.ts';
import { shortened } from '../config/json.ts';
import type { ConfigPath, Finding } from '../findings/finding.ts';
import type { TensorProblem } from '../tensors/tensor-problem.ts';
import { say } from '../words.ts';
import type { Rule } from './rule.ts';

const MANIFEST: ConfigPath = ['workload', 'activations', 'manifest'];

/** One error for all files that could not be used: the first in full, the others by number. */
export function findTensorProblems(problems: readonly TensorProblem[]): Finding[] {
  const [first, ...more] = problems;
  if (first === undefined) return [];
  return [
    {
      code: 'tensor-file',
      severity: 'error',
      message:
        more.length === 0
          ? describeProblem(first)
          : say`${describeProblem(first)} ${more.length} more files of this manifest cannot be used.`,
      help: say`Mend the file or the manifest, or set source to "model" for synthetic activations.`,
      path: MANIFEST,
    },
  ];
}

/** The file, what is wrong with it and at which byte, as a sentence. */
export function describeProblem({ uri, message, offset }: TensorProblem): string {
  return offset === undefined ? say`${fileName(uri)} ${message}.` : say`${fileName(uri)} ${message} (byte ${offset}).`;
}

/** What limits the worth of ratios measured on recorded tensors: those that do not match the network, or its values. */
export const tensorFiles: Rule = {
  codes: ['tensor-shape', 'tensor-layers', 'tensor-values'],
  find: ({ tensors }) => (tensors === null ? [] : findTensorWarnings(tensors)),
};

function findTensorWarnings(tensors: TensorCharacterisation): Finding[] {
  const findings: Finding[] = [];
  const differing = tensors.shapeDifferences[0];
  if (differing !== undefined) {
    const layers = [...new Set(tensors.shapeDifferences.map(({ layer }) => layer))];
    findings.push({
      code: 'tensor-shape',
      severity: 'information',
      message: say`${layers.length} layers take their compression ratio from tensors of another shape: ${layers.join(', ')}. For ${differing.layer} the network has ${differing.expected.join('x')}, ${fileName(differing.uri)} has ${differing.found.join('x')}.`,
      help: say`Only ratios are taken from recorded tensors; sizes are those of the network.`,
      path: MANIFEST,
    });
  }
  if (tensors.unknownLayers.length > 0) {
    findings.push({
      code: 'tensor-layers',
      severity: 'warning',
      message: say`The manifest has tensors of layers that this network does not have: ${tensors.unknownLayers.join(', ')}.`,
      help: say`They are not used; layers without tensors are synthetic.`,
      path: MANIFEST,
    });
  }
  const diverged = tensors.nonFinite[0];
  if (diverged !== undefined) {
    findings.push({
      code: 'tensor-values',
      severity: 'warning',
      message:
        tensors.nonFinite.length > 1
          ? say`${fileName(diverged.uri)} holds ${diverged.count} NaN or infinite values, and so do ${tensors.nonFinite.length - 1} more tensors: the training that was recorded had diverged.`
          : say`${fileName(diverged.uri)} holds ${diverged.count} NaN or infinite values: the training that was recorded had diverged.`,
      help: say`They are encoded as non-zero words; record the tensors again before publishing a ratio.`,
      path: MANIFEST,
    });
  }
  return findings;
}

function fileName(uri: string): string {
  const name = shortened(uri.slice(uri.lastIndexOf('/') + 1));
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a stray percent sign: not encoded at all
  }
}
