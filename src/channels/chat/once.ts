import {z} from "zod";
import type {Once} from "./platform.ts";

/** What is kept of what was done at a platform, by key. */
const doneSchema = z.record(
  z.string(),
  z.union([
    /** It was begun; nobody knows how it ended. */
    z.object({state: z.literal("trying")}),
    z.object({state: z.literal("done"), result: z.unknown().optional()}),
  ]),
);
type Done = z.infer<typeof doneSchema>;

/**
 * Does each thing once, over all attempts at a delivery.
 * @param kept what earlier attempts kept
 * @param save keeps it anew; throws where the delivery is another's now, so that nothing is done twice
 */
export function onceFrom(kept: unknown, save: (done: Done) => Promise<void>): Once {
  const done: Done = doneSchema.safeParse(kept).data ?? {};
  let saving: Promise<void> = Promise.resolve();
  const note = async (key: string, state: Done[string]) => {
    done[key] = state;
    const now = structuredClone(done);
    saving = saving.catch(() => {}).then(() => save(now));
    await saving;
  };
  const running = new Map<string, Promise<unknown>>();
  const run = async <T>(
    key: string,
    act: () => Promise<T>,
    find: () => Promise<T | undefined>,
  ): Promise<T> => {
    const before = done[key];
    if (before?.state === "done") return before.result as T;
    if (before) {
      const found = await find();
      if (found !== undefined) {
        await note(key, {state: "done", result: found});
        return found;
      }
    }
    await note(key, {state: "trying"});
    const result = await act();
    await note(key, {state: "done", result});
    return result;
  };
  return (key, act, find) => {
    // The same thing asked for twice at once is one thing.
    const first = running.get(key);
    if (first) return first as ReturnType<typeof act>;
    const begun = run(key, act, find).finally(() => running.delete(key));
    running.set(key, begun);
    return begun;
  };
}
