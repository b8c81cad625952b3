import type {Store} from "./store.ts";

/** What was read of a store at one revision of it. */
interface Kept {
  revision: string;
  reads: Map<string, Promise<unknown>>;
}

const kept = new WeakMap<object, Kept>();
/** So many different reads are kept of a store. */
const MOST = 500;

/**
 * What `read` gives; where nobody has written to the store since the same was read, as it was given then, without reading. What
 * is given is shared: it is for nobody to change.
 * @param key what is read: the same for the same read alone
 */
export function keptRead<T>(
  store: Pick<Store, "db" | "revision">,
  key: readonly unknown[],
  read: () => Promise<T>,
): Promise<T> {
  // Before reading: what is written meanwhile makes it be read again.
  const revision = store.revision?.();
  if (revision === undefined) return read();
  let here = kept.get(store.db);
  if (here?.revision !== revision || here.reads.size >= MOST) {
    here = {revision, reads: new Map()};
    kept.set(store.db, here);
  }
  const {reads} = here;
  const name = JSON.stringify(key);
  const known = reads.get(name);
  if (known) return known as Promise<T>;
  const reading = read();
  reads.set(name, reading);
  reading.catch(() => reads.delete(name));
  return reading;
}
