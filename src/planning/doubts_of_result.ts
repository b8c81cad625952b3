import type {Artifact} from "../tools/tool.ts";
import type {WordDoubt} from "./doubt.ts";
import type {Reading} from "./reading.ts";

/** What a result tells of its reading: one thing in two spellings, a share that is all or nothing. */
export function resultDoubts(
  {groups, measures, intent}: Reading,
  headline: Artifact | undefined,
): WordDoubt[] {
  if (!headline || (intent !== "aggregate" && intent !== "which")) return [];
  const {columns, rows} = headline.table;
  const doubts: WordDoubt[] = [];
  for (const {name} of groups) {
    const at = columns.findIndex((one) => one.name === name);
    const seen = new Map<string, string>();
    for (const row of at < 0 || groups.length > 1 ? [] : rows) {
      const label = row[at];
      if (typeof label !== "string") continue;
      const key = label.toLowerCase().replace(/[\s_.-]+/g, "");
      const before = seen.get(key);
      if (before !== undefined && before !== label && key !== "") {
        doubts.push({kind: "grain", says: `“${before}” and “${label}” may be the same`});
        break;
      }
      seen.set(key, label);
    }
  }
  const share = measures.find((one) => one.over && one.where);
  const at = columns.findIndex((one) => one.name === share?.name);
  const value = at < 0 || rows.length !== 1 ? undefined : Number(rows[0]![at]);
  if (groups.length === 0 && (value === 1 || value === 100))
    doubts.push({kind: "shape", says: "the share is of a part of itself"});
  return doubts;
}
