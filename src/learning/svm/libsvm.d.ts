declare module "libsvm-js/asm.js" {
  /** libsvm, compiled. What it allocates is freed by `free` alone. */
  class SVM {
    constructor(options: {
      type: string;
      kernel: string;
      gamma: number;
      cost: number;
      epsilon?: number;
      cacheSize?: number;
      quiet: boolean;
    });
    train(samples: ArrayLike<number>[], labels: ArrayLike<number>): void;
    serializeModel(): string;
    getSVIndices(): number[];
    free(): void;
  }

  // biome-ignore lint/style/noDefaultExport: it is what the package does.
  export {SVM as default};
}
