import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import type {Condition} from "../../../tools/condition.ts";
import type {Lexicon} from "../lexicon.ts";
import {lookUp} from "../lexicon_look_up.ts";
import {stem} from "../morphology.ts";
import {nameKey, nameWords} from "../tokens.ts";
import type {Categories} from "./categories.ts";
import type {RowCondition} from "./conditions.ts";
import type {DecisionRule} from "./decisions.ts";
import type {MadeColumn} from "./made_columns.ts";
import type {MarkedText} from "./marked_text.ts";
import type {Methods} from "./methods.ts";
import type {OutlierTalk} from "./outlier_talk.ts";
import type {Placed} from "./preparations.ts";
import type {Variant} from "./variants.ts";

/** All that was read of an instruction before its outputs are bound. */
export interface ProcedureScene {
  text: MarkedText;
  /** The whole text, lower case, with marks. */
  whole: string;
  profile: TableProfile;
  lexicon: Lexicon;
  methods: Methods;
  made: MadeColumn[];
  preparations: Placed[];
  /** The logarithm of a column that stands beside the column. */
  variant: Variant | undefined;
  outliers: OutlierTalk | undefined;
  conditions: RowCondition[];
  rules: DecisionRule[];
  otherwise: string | undefined;
  categories: Categories | undefined;
  /** "each with at least 5 rows": which groups count. */
  having: {op: "<" | "<=" | ">" | ">="; value: number} | undefined;
  /** Columns to group by, as the text names them. */
  groups: string[];
  /** Values that the text names and no condition has taken, by column. */
  values: Map<string, (string | number | boolean)[]>;
  /** Where the text says such values without their column's name. */
  spoken: number[];
  /** Columns that are left to compute on, the sure ones first. */
  focus: string[];
  sure: Set<string>;
  /** Columns named as they are written, or in quotes. */
  exact: Set<string>;
}

export const profileOf = (name: string, scene: Pick<ProcedureScene, "profile">): ColumnProfile | undefined =>
  scene.profile.columns.find((one) => one.name === name);

export const isMade = (name: string, scene: Pick<ProcedureScene, "made">): boolean =>
  scene.made.some((one) => one.name === name);

export function isNumeric(name: string, scene: Pick<ProcedureScene, "made" | "profile">): boolean {
  const type = profileOf(name, scene)?.type;
  return isMade(name, scene) || type === "integer" || type === "number" || type === "boolean";
}

/** Whether a column sorts rows into few groups. */
export function isGrouping(column: ColumnProfile | undefined, rows: number): boolean {
  if (!column) return false;
  if (column.type === "text" || column.type === "boolean") return column.distinct <= Math.max(30, rows / 2);
  return column.type === "integer" && column.distinct <= 30;
}

/** The columns that a run of words names, among these; the longest names first. The words used are told too. */
export function columnsInWords(
  words: readonly string[],
  among: readonly string[],
  lexicon?: Lexicon,
): {columns: string[]; used: Set<number>} {
  const columns: string[] = [];
  const used = new Set<number>();
  const keys = new Map(among.map((name) => [nameKey(nameWords(name).join("")), name]));
  const stems = new Map(among.map((name) => [nameWords(name).map(stem).join(""), name]));
  for (let length = Math.min(words.length, 8); length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const range = Array.from({length}, (_, at) => from + at);
      if (range.some((at) => used.has(at))) continue;
      const part = words.slice(from, from + length);
      let name = keys.get(nameKey(part.join(""))) ?? stems.get(part.map(stem).join(""));
      if (!name && lexicon && part.join("").length > 2) {
        const entries = lookUp(lexicon, part, false)
          .filter(
            (one) => one.kind === "column" && among.includes(one.column.profile.name) && one.cost <= 0.75,
          )
          .sort((a, b) => a.cost - b.cost);
        const [best, second] = entries;
        if (best && (!second || second.cost - best.cost > 0.03)) name = best.column.profile.name;
      }
      if (!name) continue;
      if (!columns.includes(name)) columns.push(name);
      for (const at of range) used.add(at);
    }
  }
  return {columns: inOrder(columns, words), used};
}

/** Names in the order in which the words say them. */
function inOrder(columns: string[], words: readonly string[]): string[] {
  const text = words.join(" ");
  const at = (name: string): number => {
    const found = text.indexOf(nameWords(name).join(" "));
    return found < 0 ? text.indexOf(nameWords(name)[0] ?? "") : found;
  };
  return [...columns].sort((a, b) => at(a) - at(b));
}

const ORDINALS: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  "1st": 1,
  "2nd": 2,
  "3rd": 3,
  "4th": 4,
};
const DENIALS = new Set(["not", "no", "non", "didnt", "un", "without"]);

/**
 * The values of grouping columns that a run of words names, as conditions: "class 1", "male", "not survived". Numbers are
 * values only beside their column's name, or of a column that the text groups by.
 */
export function valuesInWords(
  words: readonly string[],
  candidates: readonly ColumnProfile[],
  groups: readonly string[],
  lexicon: Lexicon,
): {conditions: {column: string; value: string | number | boolean}[]; used: Set<number>} {
  const conditions: {column: string; value: string | number | boolean}[] = [];
  const used = new Set<number>();
  const free = (range: readonly number[]): boolean => range.every((at) => !used.has(at));
  for (const column of candidates) {
    if (column.type === "text") {
      const values = column.top
        .map(({value}) => value as string)
        .filter((value) => value !== null && value !== "");
      const sorted = [...values].sort((a, b) => nameWords(b).length - nameWords(a).length);
      for (const value of sorted) {
        const parts = nameWords(value);
        if (parts.length === 0 || (parts.join("").length < 2 && !groups.includes(column.name))) continue;
        const at = words.findIndex(
          (_, from) =>
            parts.every((part, index) => words[from + index] === part) &&
            free(parts.map((_p, index) => from + index)),
        );
        if (at < 0) continue;
        const range = parts.map((_, index) => at + index);
        const denied =
          DENIALS.has(words[at - 1] ?? "") &&
          !sorted.some((other) => other !== value && nameWords(other)[0] === words[at - 1]);
        if (denied) {
          const others = values.filter((other) => other !== value);
          if (others.length !== 1) continue;
          conditions.push({column: column.name, value: others[0]!});
          used.add(at - 1);
        } else conditions.push({column: column.name, value});
        for (const index of range) used.add(index);
      }
      continue;
    }
    const numbers = new Set(
      column.top.map(({value}) => (typeof value === "boolean" ? Number(value) : value)),
    );
    const binary = numbers.size === 2 && numbers.has(0) && numbers.has(1);
    if (binary) {
      const stems = nameWords(column.name).map(stem);
      const at = words.findIndex(
        (word, index) => stems.includes(stem(word)) && word.length > 3 && free([index]),
      );
      if (at >= 0) {
        const back = ["did", "does", "do", "was", "were", "is", "had", "has"];
        let before = at - 1;
        let denied = false;
        while (before >= 0 && (DENIALS.has(words[before]!) || back.includes(words[before]!))) {
          denied ||= DENIALS.has(words[before]!);
          used.add(before);
          before--;
        }
        const after = words[at + 1];
        const number = after !== undefined && /^[01]$/.test(after) ? Number(after) : undefined;
        if (number !== undefined) used.add(at + 1);
        const yes = number ?? (denied ? 0 : 1);
        conditions.push({column: column.name, value: column.type === "boolean" ? yes === 1 : yes});
        used.add(at);
        continue;
      }
    }
    if (column.type !== "integer") continue;
    for (const [index, word] of words.entries()) {
      if (!free([index])) continue;
      const number = ORDINALS[word] ?? (/^\d+$/.test(word) ? Number(word) : undefined);
      if (number === undefined || !numbers.has(number)) continue;
      const beside = [words[index - 1], words[index + 1]].some((other) => {
        if (other === undefined) return false;
        const found = lookUp(lexicon, [other], false).some(
          (one) => one.kind === "column" && one.column.profile.name === column.name,
        );
        return found || nameWords(column.name).some((part) => part.endsWith(other) && other.length > 3);
      });
      if (!beside && !groups.includes(column.name)) continue;
      conditions.push({column: column.name, value: number});
      used.add(index);
      for (const near of [index - 1, index + 1]) {
        const other = words[near];
        if (
          other &&
          (lookUp(lexicon, [other], false).some(
            (one) => one.kind === "column" && one.column.profile.name === column.name,
          ) ||
            nameWords(column.name).some((part) => part.endsWith(other) && other.length > 3))
        )
          used.add(near);
      }
      break;
    }
  }
  return {conditions, used};
}

/** Conditions of values as one. */
export function allAre(
  conditions: readonly {column: string; value: string | number | boolean}[],
): Condition | undefined {
  const args = conditions.map(({column, value}): Condition => ({op: "=", of: {column}, value}));
  return args.length > 1 ? {op: "and", args} : args[0];
}
