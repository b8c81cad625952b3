export const localEmbedder = (folder: string): never => {
  throw new Error(folder);
};
