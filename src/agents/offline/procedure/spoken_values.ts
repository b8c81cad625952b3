import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import {stem} from "../morphology.ts";
import {nameWords} from "../tokens.ts";
import {type MarkedText, mentionAt, take} from "./marked_text.ts";

/** A yes/no in numbers or a boolean: what "who survived" and "who did not survive" are of. */
const isFlagColumn = (column: ColumnProfile | undefined): boolean =>
  column?.type === "boolean" ||
  (column?.type === "integer" && column.distinct === 2 && column.min === 0 && column.max === 1);

const ORDINALS: Record<string, number> = {
  first: 1,
  "1st": 1,
  second: 2,
  "2nd": 2,
  third: 3,
  "3rd": 3,
  fourth: 4,
  "4th": 4,
};

/** Values that are said without their column's name being set equal: "who did not survive", "in first class". */
export function spokenValues(
  text: MarkedText,
  profile: TableProfile,
): {column: string; value: number | boolean; at: number}[] {
  const found: {column: string; value: number | boolean; at: number}[] = [];
  const columnOf = (mark: string): ColumnProfile | undefined => {
    const mention = mentionAt(text, mark);
    return mention.kind === "column" ? profile.columns.find((one) => one.name === mention.name) : undefined;
  };
  const put = (column: string, value: number | boolean, at: number): true => {
    found.push({column, value, at});
    return true;
  };
  take(
    text,
    /\b(?:who|that|which|they|and|or|versus|vs\.?|passengers|people|individuals|customers|patients|those)\s+(?:had\s+|have\s+|has\s+|were\s+|was\s+|are\s+|did\s+)*(not\s+|n't\s+|never\s+)?(⟨c\d+⟩)(?!\s*(?:column|variable|feature|=|is\b|as\b|rate|status))/,
    (match) => {
      const column = columnOf(match[2]!);
      if (!column || !isFlagColumn(column)) return undefined;
      const verb =
        /^(?:who|that|which|they)\b/.test(match[0]) ||
        match[1] !== undefined ||
        found.some((one) => one.column === column.name);
      if (!verb) return undefined;
      const yes = match[1] === undefined;
      return put(column.name, column.type === "boolean" ? yes : Number(yes), match.index);
    },
  );
  take(text, /\b(1st|2nd|3rd|4th|first|second|third|fourth)[\s-](?:[p{L}]+\s)?(⟨c\d+⟩)/, (match) => {
    const column = columnOf(match[2]!);
    const value = ORDINALS[match[1]!]!;
    if (column?.type !== "integer" || column.distinct > 12 || !column.top.some((one) => one.value === value))
      return undefined;
    return put(column.name, value, match.index);
  });
  take(
    text,
    /\b(1st|2nd|3rd|first|second|third)\s+(?:and|vs\.?|or)\s+(?=(?:1st|2nd|3rd|first|second|third|\s{3,}))/,
    () => undefined,
  );
  let last: ColumnProfile | undefined;
  take(
    text,
    /\b(?:who|that)\s+(?:(do|does|did|had|have|has|are|were)\s+)?(not\b|n't\b)?\s*([a-z]{4,})?/,
    (match) => {
      const yes = match[2] === undefined;
      if (match[3] === undefined) {
        if (yes || !last) return undefined;
        return put(last.name, last.type === "boolean" ? false : 0, match.index);
      }
      const said = stem(match[3]);
      const flags = profile.columns.filter(
        (one) =>
          isFlagColumn(one) &&
          nameWords(one.name).some((part) => part.startsWith(said) || stem(part) === said),
      );
      const [flag] = flags;
      if (flags.length !== 1 || !flag) return undefined;
      last = flag;
      return put(flag.name, flag.type === "boolean" ? yes : Number(yes), match.index);
    },
  );
  return found;
}
