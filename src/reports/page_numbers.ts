/**
 * On which sheet of a printed PDF each place stands that a link of it leads to, counted from 1, by the place's name.
 * @param pdf is read, not kept
 */
export async function pagesOfPlaces(pdf: Uint8Array): Promise<Map<string, number>> {
  const {getDocumentProxy} = await import("unpdf");
  const read = await getDocumentProxy(new Uint8Array(pdf));
  try {
    const places = Object.entries((await read.getDestinations()) as Record<string, unknown[] | null>);
    const found = new Map<string, number>();
    for (const [name, place] of places) {
      const sheet = place?.[0];
      if (sheet && typeof sheet === "object")
        found.set(name, (await read.getPageIndex(sheet as Parameters<typeof read.getPageIndex>[0])) + 1);
    }
    return found;
  } finally {
    await read.loadingTask.destroy();
  }
}
