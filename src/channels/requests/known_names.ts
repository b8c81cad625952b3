import type {RequestScene} from "./request.ts";

/** The names of a conversation's tables and columns, in plain small words: "postViews" and "post_views" are "post views". */
export function knownNames({parts}: Pick<RequestScene, "parts">): string[] {
  const names = parts.session.datasets.flatMap(({name, version}) => [
    name,
    ...version.columns.map((column) => column.name),
  ]);
  return [...new Set(names.map(plainName))].filter((name) => name !== "");
}

/** Whether some words are the name of a table or a column; one of them may be said in the plural, or as one of many. */
export function isNamed(words: string, names: readonly string[]): boolean {
  const said = single(plainName(words));
  return said !== "" && names.some((name) => single(plainName(name)) === said);
}

const plainName = (text: string) =>
  text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const single = (name: string) => name.replace(/(?<=\p{L}{2})(?<!s)s$/u, "");
