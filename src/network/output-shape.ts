import type { FeatureShape, LayerSpec } from './network.ts';

/** Why a layer cannot take its inputs. */
export interface ShapeFault {
  /** Key of the layer at which it shows. */
  key: string;
  /** Sentence that can follow the layer's name. */
  problem: string;
  help?: string;
}

export function isShapeFault(result: FeatureShape | ShapeFault): result is ShapeFault {
  return 'problem' in result;
}

/** Shape of a layer's output map, or why it has none. `inputShapes` are those of `spec.input`, in its order. */
export function outputShapeOf(spec: LayerSpec, inputShapes: readonly FeatureShape[]): FeatureShape | ShapeFault {
  const [first, ...others] = inputShapes;
  switch (spec.kind) {
    case 'concat':
    case 'add':
      if (first === undefined || others.length === 0) return tooFewInputs(spec);
      return spec.kind === 'concat' ? concatenated(spec, first, others) : added(spec, first, others);
    case 'conv':
    case 'pool':
    case 'lrn':
    case 'batch-norm':
    case 'fc':
      return first === undefined || others.length > 0 ? notOneInput(spec) : mapped(spec, first);
  }
}

type Joining = Extract<LayerSpec, { kind: 'concat' | 'add' }>;
type Mapping = Exclude<LayerSpec, Joining>;

function mapped(spec: Mapping, input: FeatureShape): FeatureShape | ShapeFault {
  const [channels, height, width] = input;
  switch (spec.kind) {
    case 'conv':
      return (
        windowFault(spec, input) ??
        groupsFault(spec, channels) ?? [spec.channels, roundedDown(height, spec), roundedDown(width, spec)]
      );
    case 'pool': {
      const size = spec.rounding === 'down' ? roundedDown : roundedUp;
      return windowFault(spec, input) ?? paddingFault(spec) ?? [channels, size(height, spec), size(width, spec)];
    }
    case 'lrn':
    case 'batch-norm':
      return input;
    case 'fc':
      return [spec.channels, 1, 1];
  }
}

interface SlidingWindow {
  kernel: number;
  stride: number;
  pad: number;
}

function roundedDown(size: number, { kernel, stride, pad }: SlidingWindow): number {
  return Math.floor((size + 2 * pad - kernel) / stride) + 1;
}

/** Caffe rounds pooling up, then drops a last window that would lie in the padding alone. */
function roundedUp(size: number, { kernel, stride, pad }: SlidingWindow): number {
  const rounded = Math.ceil((size + 2 * pad - kernel) / stride) + 1;
  return pad > 0 && (rounded - 1) * stride >= size + pad ? rounded - 1 : rounded;
}

function windowFault({ kernel, pad }: SlidingWindow, [, height, width]: FeatureShape): ShapeFault | undefined {
  const padded = [height + 2 * pad, width + 2 * pad] as const;
  if (kernel <= Math.min(...padded)) return undefined;
  const input = pad === 0 ? 'input' : `input of ${height} x ${width} padded by ${pad}`;
  const problem = `the ${kernel} x ${kernel} kernel is larger than its ${input}, which is ${padded.join(' x ')}.`;
  return { key: 'kernel', problem, help: 'Make the kernel smaller or the padding larger.' };
}

/** Caffe refuses it, too. */
function paddingFault({ kernel, pad }: SlidingWindow): ShapeFault | undefined {
  if (pad < kernel) return undefined;
  const problem = `with padding ${pad}, whole windows of kernel ${kernel} would lie outside the input.`;
  return { key: 'pad', problem, help: 'Padding must be smaller than the kernel.' };
}

function groupsFault({ groups, channels }: Extract<LayerSpec, { kind: 'conv' }>, read: number): ShapeFault | undefined {
  if (read % groups !== 0) {
    return { key: 'groups', problem: `${groups} groups do not divide the ${read} channels of its input.` };
  }
  if (channels % groups === 0) return undefined;
  return { key: 'groups', problem: `${groups} groups do not divide its ${channels} channels.` };
}

function concatenated(spec: Joining, first: FeatureShape, others: readonly FeatureShape[]): FeatureShape | ShapeFault {
  const [channels, height, width] = first;
  const differs = others.findIndex((other) => other[1] !== height || other[2] !== width);
  const other = others[differs];
  if (other !== undefined)
    return differentMaps(spec, 'stacks maps of different height or width', first, other, differs);
  return [others.reduce((sum, [more]) => sum + more, channels), height, width];
}

function added(spec: Joining, first: FeatureShape, others: readonly FeatureShape[]): FeatureShape | ShapeFault {
  const differs = others.findIndex((other) => other.join() !== first.join());
  const other = others[differs];
  return other === undefined ? first : differentMaps(spec, 'adds maps of different shapes', first, other, differs);
}

function differentMaps(
  { input }: Joining,
  what: string,
  first: FeatureShape,
  other: FeatureShape,
  index: number,
): ShapeFault {
  const maps = `${input[0]} is ${first.join(' x ')}, ${input[index + 1]} is ${other.join(' x ')}`;
  return { key: 'input', problem: `${what}: ${maps}.` };
}

function tooFewInputs({ kind, input }: Joining): ShapeFault {
  return { key: 'input', problem: `a layer of kind "${kind}" reads two maps or more, but ${countOf(input)} listed.` };
}

function notOneInput({ kind, input }: Mapping): ShapeFault {
  const problem = `a layer of kind "${kind}" reads one map, but ${countOf(input)} listed.`;
  return { key: 'input', problem, help: 'Join maps with a layer of kind "concat" or "add".' };
}

function countOf({ length }: readonly string[]): string {
  return length === 1 ? '1 is' : `${length} are`;
}
