/** Globals that every host of the simulator has (Node.js, web workers, browsers): all that `src/` may assume. */
declare class URL {
  constructor(url: string, base?: string);
  readonly href: string;
  readonly protocol: string;
  readonly host: string;
  readonly pathname: string;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(input: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
interface AbortSignal {
  readonly aborted: boolean;
}
/** Bytes of base64 as characters of codes 0 to 255. */
declare function atob(base64: string): string;
/** Absent from some hosts: src/codecs/kernels asks first. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    constructor(size: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
}
