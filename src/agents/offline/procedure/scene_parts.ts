import type {TableProfile} from "../../../data/profile.ts";
import {columnsOf} from "./made_columns.ts";
import {columnsIn, mentionAt, take} from "./marked_text.ts";
import {isGrouping, type ProcedureScene, profileOf} from "./scene.ts";

/** What to put where a divisor is zero changes nothing where none is. */
export function takeZeroDivision(
  text: ProcedureScene["text"],
  made: ProcedureScene["made"],
  profile: TableProfile,
): void {
  const divisors = made.flatMap(({of}) => ("op" in of && of.op === "/" ? columnsOf(of.right) : []));
  const safe = divisors.every((name) => {
    const min = profile.columns.find((one) => one.name === name)?.min;
    return typeof min === "number" && min > 0;
  });
  if (divisors.length > 0 && safe)
    take(
      text,
      /[^.,;\n]*\b(?:division\w*|divid\w+) by zero\b[^.\n]*|[^.,;\n]*\binfinit\w+\b[^.\n]*/,
      () => true,
    );
}

const HAVING: [string, "<" | "<=" | ">" | ">="][] = [
  ["at least|no fewer than|no less than|>=", ">="],
  ["more than|over|above|>", ">"],
  ["at most|no more than|<=", "<="],
  ["fewer than|less than|under|<", "<"],
];

/** "that appear at least 5 times", "each has more than 10 rows": which groups count. */
export function havingOf(text: ProcedureScene["text"]): ProcedureScene["having"] {
  let found: ProcedureScene["having"];
  for (const [words, op] of HAVING)
    take(
      text,
      new RegExp(
        `\\b(?:appear\\w*|occur\\w*|ha(?:s|ve|ving)|with|contain\\w*)\\s+(?:${words})\\s*(\\d+)\\s*(?:times|[a-z]+s|entries)\\b`,
      ),
      (match) => {
        found = {op, value: Number(match[1])};
        return true;
      },
    );
  if (found)
    take(
      text,
      new RegExp(
        `\\b(?:${HAVING.map(([words]) => words).join("|")})\\s*${found.value}\\s*(?:(?:times|[a-z]+s|entries)\\b|⟨c\\d+⟩)`,
      ),
      () => true,
    );
  return found;
}

/** What a figure would mean, where no output says a meaning: "heavy if it falls outside -0.5 to 0.5". */
export function takeVerdicts(text: ProcedureScene["text"]): void {
  take(
    text,
    /[^.\n]*\b(?:consider\w*|defined as|classif\w*|interpret\w*|means? that|weak|strong|moderate|significant)\b[^.\n]*(?:\.\d[^.\n]*)*/,
    (match) => (/⟨v|\boutlier|\bonly\b|\bremov|\bfilter/.test(match[0]) ? undefined : true),
  );
}

/** "each class (1, 2 and 3)": the values of a column that the text groups by, listed. */
export function takeListedGroups(scene: ProcedureScene): void {
  const known = new Set(
    scene.groups.flatMap((name) => profileOf(name, scene)?.top.map(({value}) => String(value)) ?? []),
  );
  if (known.size === 0) return;
  take(scene.text, /\(?\b\d+(?:\s*,\s*\d+)*\s*,?\s*(?:and|&|or)\s*\d+\b\)?/, (match) =>
    (match[0].match(/\d+/g) ?? []).every((one) => known.has(one)) ? true : undefined,
  );
}

/** "Pclass = 1, Pclass = 2, Pclass = 3" sets groups apart: no row meets them all. */
export function listedValues(
  all: ProcedureScene["conditions"],
  tested?: ProcedureScene["text"],
): {
  conditions: ProcedureScene["conditions"];
  listed: {column: string; value: string | number | boolean; at: number}[];
} {
  const isPlain = (one: (typeof all)[number]): boolean =>
    "of" in one.condition && "column" in one.condition.of;
  const equal = all.filter((one) => one.condition.op === "=");
  // "rows with sex equal to M as the first group and those with F": what a test compares is no filter.
  const others = new Set(
    [...(tested?.left.matchAll(/⟨v\d+⟩/g) ?? [])].flatMap(([mark]) => {
      const mention = mentionAt(tested!, mark);
      return mention.kind === "value" ? [mention.column] : [];
    }),
  );
  const several = new Set(
    equal
      .filter(
        (one) =>
          others.has(one.column) || equal.some((other) => other !== one && other.column === one.column),
      )
      .map((one) => one.column),
  );
  const isListed = (one: (typeof all)[number]): boolean =>
    one.condition.op === "=" && several.has(one.column);
  return {
    conditions: all.filter((one) => !isListed(one)),
    listed: all
      .filter((one) => isListed(one) && isPlain(one))
      .flatMap((one) =>
        "value" in one.condition ? [{column: one.column, value: one.condition.value, at: one.at}] : [],
      ),
  };
}

export function takeSplits(text: ProcedureScene["text"]): void {
  take(
    text,
    /\b(?:use|using|with|keep\w*)?\s*\d{1,2}\s?%\s[^.;\n⟨]*?\b(?:train|test)\w*[^.;\n⟨]*/,
    () => true,
  );
  take(
    text,
    /\b(?:split\w*|train\w*|test\w*)\b[^.;\n]*?(?:\d{1,2}\s?%|\d{2}\s?[-:/]\s?\d{2}|random[_ ]?(?:state|seed)|\bseed\b|0\.\d+)[^.;\n]*(?:\.\d+[^.;\n]*)?/,
    () => true,
  );
  take(text, /\b(?:random[_ ]?(?:state|seed)|seed)\b[^.;\n⟨]*/, () => true);
  take(text, /\b\d{2}\s?%?\s?[-:/]\s?\d{2}\s?%?(?:\s+(?:train\S*|test\S*|split))*/, () => true);
  take(
    text,
    /\b\d{1,2}\s?% (?:of the \w+ )?(?:used |kept )?(?:for|as) (?:training|testing|test|train)[^.;\n⟨]*/,
    () => true,
  );
}

/** Columns that the text groups by: "for each ⟨c⟩", "by ⟨c⟩", "separately". */
export function groupsOf(scene: ProcedureScene): string[] {
  const {text, profile} = scene;
  const found: string[] = [];
  const LIST = "⟨c\\d+⟩(?:\\s*(?:,|and|&)\\s*(?:each\\s+)?⟨c\\d+⟩)*";
  const patterns = [
    `\\b(?:for|in|within|per|of|by|on|from)\\s+(?:the\\s+)?(?:each|every)\\s+(?:\\w+\\s+)?(?:of\\s+)?(${LIST})`,
    `\\b(?:each|every|per)\\s+(?:unique |different |distinct )?(${LIST})`,
    `\\b(?:group(?:ed|ing)?|broken down|separat\\w+|stratified|split)\\s+(?:the data\\s+)?by\\s+(?:the\\s+)?(${LIST})`,
    `\\b(?:across|among|between|for|based on|by)\\s+(?:the\\s+)?(?:different|various|all|distinct|unique)\\s+(?:values? of\\s+|categories of\\s+|levels of\\s+)?(?:the\\s+)?(${LIST})`,
    `\\b(?:based on|by)\\s+(?:the\\s+)?(${LIST})\\s+(?:groups?|categories|levels)`,
    `\\b(?:by|across)\\s+(?:the\\s+)?(${LIST})(?!\\s*\\d)`,
  ];
  for (const pattern of patterns)
    take(text, new RegExp(pattern), (match) => {
      const columns = columnsIn(match[1]!, text);
      if (
        columns.length === 0 ||
        !columns.every(
          (name) =>
            isGrouping(profileOf(name, scene), profile.rows) ||
            profileOf(name, scene)?.role === "date" ||
            profileOf(name, scene)?.type === "text",
        )
      )
        return undefined;
      for (const name of columns) if (!found.includes(name)) found.push(name);
      return true;
    });
  return found;
}
