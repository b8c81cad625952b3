/** A compiled program: it can be handed to a thread as it is. */
export interface CompiledModule {
  readonly __compiled?: never;
}

interface Api {
  compile(bytes: Uint8Array): Promise<CompiledModule>;
  Instance: new (
    module: CompiledModule,
    imports: Record<string, Record<string, (...args: never[]) => number | never>>,
  ) => {exports: {memory: {readonly buffer: ArrayBuffer}; _start(): void}};
}

/** The WebAssembly of Node, as far as it is used here: TypeScript only knows that of browsers. */
export const webAssembly = (globalThis as unknown as {WebAssembly: Api}).WebAssembly;
