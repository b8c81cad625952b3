import {z} from "@hono/zod-openapi";
import {HttpRefusal} from "./problem.ts";

/** The most that one page holds. */
export const LONGEST_PAGE = 200;

/** What every list takes. */
export const pageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(LONGEST_PAGE)
    .default(50)
    .openapi({description: "How many at most"}),
  cursor: z.string().min(1).max(1000).optional().openapi({description: "`next` of the page before"}),
});

/** A page of a list. `next` is given on as `cursor`; absent on the last. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({items: z.array(item), next: z.string().optional()});
}

/** Where a list stands: the sort key of the last item that was told. */
export function cursorOf(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key), "utf8").toString("base64url");
}

/** The key in a cursor. @throws HttpRefusal 400 for a cursor that no list gave */
export function keyIn<Key extends z.ZodType>(
  schema: Key,
  cursor: string | undefined,
): z.infer<Key> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new HttpRefusal(400, "That is no cursor of this list.", "Take `next` of the page before, or none.");
  }
}

/** Of one item more than a page holds: the page, and the cursor of the next where the one more is there. */
export function cut<T, U>(
  found: readonly T[],
  limit: number,
  keyOf: (item: T) => readonly (string | number)[],
  tell: (item: T) => U,
): {items: U[]; next?: string} {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(tell),
    ...(found.length > limit && last !== undefined && {next: cursorOf(keyOf(last))}),
  };
}

/** A list that is in memory as a whole, cut by places: for what is always short. */
export function slice<T>(
  all: readonly T[],
  {limit, cursor}: {limit: number; cursor?: string | undefined},
): {items: T[]; next?: string} {
  const [from] = keyIn(z.tuple([z.int().min(0).max(1_000_000_000)]), cursor) ?? [0];
  const items = all.slice(from, from + limit);
  return {items, ...(from + limit < all.length && {next: cursorOf([from + limit])})};
}
