/** A network as it is written in `src/network/tables/*.ts`: layers in forward order, shapes left to inference. */
export interface NetworkTable {
  id: string;
  title: string;
  /** Where the layer table comes from. */
  source: string;
  /** Channels, height, width of one input image. */
  input: FeatureShape;
  /** Images per iteration in the cDMA evaluation, with its source. */
  defaultBatch: number;
  defaultBatchSource: string;
  layers: readonly LayerSpec[];
}

/** Channels, height, width; fully connected maps are [features, 1, 1]. */
export type FeatureShape = readonly [channels: number, height: number, width: number];

interface LayerBase {
  name: string;
  /** Names of the producing layers, or `data` for the input image. */
  input: readonly string[];
  /** Name on the cDMA slides where it differs (slide 19: conv0 is Caffe's conv1). */
  slideName?: string;
}
export type LayerSpec =
  | (LayerBase & {
      kind: 'conv';
      channels: number;
      kernel: number;
      stride: number;
      pad: number;
      groups: number;
      relu: boolean;
      /** False where a batch norm behind it has the bias. */
      bias: boolean;
    })
  | (LayerBase & {
      kind: 'pool';
      mode: 'max' | 'average';
      kernel: number;
      stride: number;
      pad: number;
      /** Of the output size: Caffe rounds up, Torch down. */
      rounding: 'up' | 'down';
    })
  | (LayerBase & { kind: 'lrn' })
  | (LayerBase & { kind: 'concat' })
  | (LayerBase & { kind: 'batch-norm'; relu: boolean })
  /** Element-wise sum of its inputs: the end of a skip connection. */
  | (LayerBase & { kind: 'add'; relu: boolean })
  | (LayerBase & { kind: 'fc'; channels: number; relu: boolean; dropout: boolean });
export type LayerKind = LayerSpec['kind'];

/** A layer with its shapes. ReLU and dropout run in place and are folded into their producer. */
export type Layer = LayerSpec & { inputShapes: readonly FeatureShape[]; outputShape: FeatureShape };

export interface Network {
  id: string;
  title: string;
  source: string;
  input: FeatureShape;
  layers: readonly Layer[];
}
