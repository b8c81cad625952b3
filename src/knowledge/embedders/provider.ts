export const providerEmbedder = (..._: unknown[]): never => {
  throw new Error();
};
