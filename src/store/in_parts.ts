/** So many ids go into one statement. */
const AT_ONCE = 400;

/** Does a statement over many ids in parts that every database takes, and puts what they find together. */
export async function inParts<Id, Found>(
  ids: readonly Id[],
  work: (some: Id[]) => Promise<Found[]>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) found.push(...(await work(ids.slice(at, at + AT_ONCE))));
  return found;
}
