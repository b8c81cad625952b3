import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import type {Condition} from "../../../tools/condition.ts";
import {nameWords} from "../tokens.ts";
import {AGES, DROPPED, DROPS_ROWS, LEAVES_OUT} from "./condition_words.ts";
import {type MarkedText, mentionAt, take} from "./marked_text.ts";

/** A condition on rows, and how it reads. */
export interface RowCondition {
  condition: Condition;
  said: string;
  column: string;
  at: number;
  /** Where it is said again. */
  repeats: number[];
}

const C = "(⟨c\\d+⟩)";
const NOUN = "(?:\\s+(?:column|variable|values?|value|feature|score|level|field))*";
const NUM = "[$£€]?(-?\\d[\\d,]*(?:\\.\\d+)?)(?![\\d%]|\\.\\d)";

const COMPARED: [Condition["op"] & ("<" | "<=" | ">" | ">=" | "=" | "!="), string][] = [
  [
    ">=",
    "greater than or equal to|more than or equal to|at least|no less than|>=|≥|or (?:more|later|above) than",
  ],
  ["<=", "less than or equal to|at most|no more than|<=|≤|up to"],
  [
    ">",
    "(?:strictly )?(?:greater|more|higher|larger|older|later|longer) than|above|over|exceeding|exceeds|beyond|after|>",
  ],
  ["<", "(?:strictly )?(?:less|fewer|lower|smaller|younger|earlier|shorter) than|below|under|before|<"],
  ["!=", "not equal to|is not|!=|other than"],
  ["=", "equal to|equals|is equal to|==|=|is|of|as|was|being|value of"],
];

/** The conditions that a text sets on rows, taken from it. */
export function conditionsOf(text: MarkedText, profile: TableProfile): RowCondition[] {
  const found: RowCondition[] = [];
  const columnOf = (mark: string): ColumnProfile | undefined => {
    const mention = mentionAt(text, mark);
    return mention.kind === "column" ? profile.columns.find((one) => one.name === mention.name) : undefined;
  };
  const put = (column: string, condition: Condition, said: string, at: number): true => {
    const same = found.findIndex((one) => JSON.stringify(one.condition) === JSON.stringify(condition));
    // "beyond 2000", and later "2000 and beyond": what comes later says it more exactly.
    const looser = found.findIndex((one) => isVariant(one.condition, condition));
    const next = {condition, said, column, at, repeats: []};
    if (same >= 0) found[same]!.repeats.push(at);
    if (looser >= 0 && at > found[looser]!.at) found[looser] = next;
    else if (looser < 0 && same < 0) found.push(next);
    return true;
  };
  const isNumber = (column: ColumnProfile | undefined): boolean =>
    column?.type === "integer" || column?.type === "number";

  // visits that are not from the East ward
  take(
    text,
    new RegExp(
      `\\b${LEAVES_OUT}\\b[^.;,\\n⟨]{0,40}(?:⟨c\\d+⟩[^.;,\\n⟨]{0,20})?(⟨v\\d+⟩)((?:\\s*(?:,|and|or)\\s*⟨v\\d+⟩)*)`,
    ),
    (match) => {
      const mentions = [...match[0].matchAll(/⟨v\d+⟩/g)].map(([mark]) => mentionAt(text, mark));
      const values = mentions.flatMap((one) => (one.kind === "value" ? [one] : []));
      const [first] = values;
      if (!first || values.some((one) => one.column !== first.column)) return undefined;
      return put(
        first.column,
        {op: "not_in", of: {column: first.column}, values: values.map((one) => one.value)},
        `${first.column} is not ${values.map((one) => one.value).join(", ")}`,
        match.index,
      );
    },
  );
  // patients older than 60
  const age = profile.columns.filter((one) => nameWords(one.name).includes("age") && isNumber(one));
  if (age.length === 1)
    for (const [op, words] of AGES)
      take(text, new RegExp(`\\b(?:${words})\\s+(\\d+)(?: years?)?\\b`), (match) =>
        put(
          age[0]!.name,
          {op, of: {column: age[0]!.name}, value: Number(match[1])},
          `${age[0]!.name} ${op} ${match[1]}`,
          match.index,
        ),
      );
  // fare greater than the average fare
  take(
    text,
    new RegExp(
      `${C}${NOUN}\\s+(?:is |are |was |were |that is )?(greater|more|higher|larger|older|less|lower|smaller|fewer|younger|above|below)\\s+(?:than\\s+)?(?:the\\s+|its\\s+)?(?:overall\\s+)?(average|mean|median)(?:\\s+(?:of\\s+)?(?:the\\s+)?(⟨c\\d+⟩))?`,
    ),
    (match) => {
      const column = columnOf(match[1]!);
      if (!column || !isNumber(column) || (match[4] && columnOf(match[4]) !== column)) return undefined;
      const more = /^(?:great|more|high|larg|old|above)/.test(match[2]!);
      const aggregate = match[3] === "median" ? ("median" as const) : ("avg" as const);
      const condition: Condition = {
        op: "compare_to",
        of: {column: column.name},
        comparison: more ? ">" : "<",
        aggregate,
      };
      return put(
        column.name,
        condition,
        `${column.name} ${more ? "above" : "below"} its ${match[3]}`,
        match.index,
      );
    },
  );
  // ⟨c⟩ between 20 and 40
  take(
    text,
    new RegExp(`${C}${NOUN}\\s+(?:is |are |was |were )?(?:between|from)\\s+${NUM}\\s+(?:and|to)\\s+${NUM}`),
    (match) => {
      const column = columnOf(match[1]!);
      if (!column || !isNumber(column)) return undefined;
      const [low, high] = [plain(match[2]!), plain(match[3]!)];
      if (
        DROPS_ROWS.test(text.marked.slice(Math.max(0, match.index - 80), match.index)) ||
        DROPPED.test(text.marked.slice(match.index + match[0].length))
      )
        return undefined;
      return put(
        column.name,
        {op: "between", of: {column: column.name}, low, high},
        `${column.name} between ${low} and ${high}`,
        match.index,
      );
    },
  );
  // ⟨c⟩ = ⟨v⟩, ⟨c⟩ is "x", (⟨c⟩ = 'x')
  take(
    text,
    new RegExp(`\\(?${C}${NOUN}\\s*(?:=|==|is|equals|equal to|is equal to|of|as|:)\\s*(⟨v\\d+⟩)\\)?`),
    (match) => {
      const mention = mentionAt(text, match[2]!);
      const owner = mentionAt(text, match[1]!);
      if (owner.kind !== "column" || mention.kind !== "value" || owner.name !== mention.column)
        return undefined;
      return mention.kind === "value"
        ? put(
            mention.column,
            {op: "=", of: {column: mention.column}, value: mention.value},
            `${mention.column} is ${mention.value}`,
            match.index,
          )
        : undefined;
    },
  );
  // Returned = yes, Embarked = c
  take(
    text,
    new RegExp(
      `\\(?${C}${NOUN}\\s*(?:=|==|is|equals|equal to)\\s*["']?([a-z][a-z0-9 ]{0,20}?)["']?(?=\\s*[),.;?\\n]|\\s+(?:and|or|who|that)\\b|$)`,
    ),
    (match) => {
      const column = columnOf(match[1]!);
      if (!column || (column.type !== "text" && column.type !== "boolean")) return undefined;
      const given = match[2]!.trim();
      const value =
        column.type === "boolean"
          ? ({yes: true, true: true, no: false, false: false} as Record<string, boolean>)[given]
          : column.top.find((one) => String(one.value).toLowerCase() === given)?.value;
      if (value === undefined || value === null) return undefined;
      return put(
        column.name,
        {op: "=", of: {column: column.name}, value},
        `${column.name} is ${value}`,
        match.index,
      );
    },
  );
  // ⟨c⟩ > 30, where ⟨c⟩ is at least 5
  // ⟨c⟩ greater than 3 but less than 7
  const both = (ops: readonly string[]): string =>
    COMPARED.filter(([op]) => ops.includes(op))
      .map(([op, words]) => `(?<${op.startsWith(">") ? "low" : "high"}${op.length}>${words})`)
      .join("|");
  take(
    text,
    new RegExp(
      `${C}${NOUN}\\s*(?:is |are |was |were )?(?:${both([">", ">="])})\\s*${NUM}\\s*,?\\s+(?:and|but)\\s+(?:is |are )?(?:${both(["<", "<="])})\\s*${NUM}`,
    ),
    (match) => {
      const column = columnOf(match[1]!);
      const groups = match.groups ?? {};
      const numbers = [...match[0].replace(/⟨c\d+⟩/g, " ").matchAll(/-?\d[\d,]*(?:\.\d+)?/g)].map(([one]) =>
        plain(one),
      );
      if (!column || !isNumber(column) || numbers.length !== 2) return undefined;
      const [low, high] = [
        groups.low2 === undefined ? ">" : ">=",
        groups.high2 === undefined ? "<" : "<=",
      ] as const;
      put(
        column.name,
        {op: low, of: {column: column.name}, value: numbers[0]!},
        `${column.name} ${low} ${numbers[0]}`,
        match.index,
      );
      return put(
        column.name,
        {op: high, of: {column: column.name}, value: numbers[1]!},
        `${column.name} ${high} ${numbers[1]}`,
        match.index,
      );
    },
  );
  for (const [op, words] of COMPARED)
    take(
      text,
      new RegExp(
        `${C}${NOUN}\\s*(?:is |are |was |were |of |being )?(?:${words})\\s*(?:the year |year )?${NUM}(?:\\s+(?:and|or) (beyond|later|above|more|after|over|older))?`,
      ),
      (match) => {
        const column = columnOf(match[1]!);
        if (!column) return undefined;
        const before = text.left.slice(Math.max(0, match.index - 40), match.index);
        if (
          op === "=" &&
          /\b(?:difference|ratio|mean|average|median|deviation|correlation|range)\s*(?:of\s*)?$/.test(before)
        )
          return undefined;
        const value = plain(match[2]!);
        const wider = match[3] !== undefined;
        if (isNumber(column)) {
          const said = wider ? ">=" : op;
          const drops =
            DROPS_ROWS.test(text.marked.slice(Math.max(0, match.index - 80), match.index)) ||
            DROPPED.test(text.marked.slice(match.index + match[0].length));
          const sign = drops ? INVERSE[said] : said;
          return put(
            column.name,
            {op: sign, of: {column: column.name}, value},
            `${column.name} ${sign} ${value}`,
            match.index,
          );
        }
        if (column.type === "date" || column.type === "timestamp")
          return yearCondition(column, wider ? ">=" : op, value, put, match.index);
        if (op === "=" && column.top.some((one) => String(one.value) === match[2]))
          return put(
            column.name,
            {op: "=", of: {column: column.name}, value: match[2]!},
            `${column.name} is ${match[2]}`,
            match.index,
          );
        return undefined;
      },
    );
  // "⟨c⟩ 18 or older"
  take(
    text,
    new RegExp(
      `${C}\\s+(?:of\\s+)?${NUM}\\s+(?:or|and)\\s+(older|above|over|more|higher|later|up|younger|below|under|less|fewer|earlier)\\b`,
    ),
    (match) => {
      const column = columnOf(match[1]!);
      if (!column || !isNumber(column)) return undefined;
      const value = plain(match[2]!);
      const said = /^(?:older|above|over|more|higher|later|up)$/.test(match[3]!)
        ? (">=" as const)
        : ("<=" as const);
      const drops =
        DROPS_ROWS.test(text.marked.slice(Math.max(0, match.index - 80), match.index)) ||
        DROPPED.test(text.marked.slice(match.index + match[0].length));
      const sign = drops ? INVERSE[said] : said;
      return put(
        column.name,
        {op: sign, of: {column: column.name}, value},
        `${column.name} ${sign} ${value}`,
        match.index,
      );
    },
  );
  // "with fewer than 4 ⟨c⟩", "more than 5 ⟨c⟩ are gone"
  for (const [op, words] of COMPARED.slice(0, 4))
    take(text, new RegExp(`\\b(?:with|having|that have|of)\\s+(?:${words})\\s*${NUM}\\s+${C}`), (match) => {
      const column = columnOf(match[2]!);
      if (!column || !isNumber(column)) return undefined;
      const value = plain(match[1]!);
      const drops =
        /\b(?:(?:exclud|remov|drop|discard|omit|delet|eliminat|ignor|skip)\w*|leav\w* out|without)\s+(?:[a-z]+\s+){0,3}$/.test(
          text.marked.slice(Math.max(0, match.index - 60), match.index),
        ) || DROPPED.test(text.marked.slice(match.index + match[0].length));
      const sign = drops ? INVERSE[op] : op;
      return put(
        column.name,
        {op: sign, of: {column: column.name}, value},
        `${column.name} ${sign} ${value}`,
        match.index,
      );
    });
  if (found.length > 0)
    take(
      text,
      /(?<=\s{3,})(?:are|is|should be|must be|were|have to be)\s+(?:first |then |to be )?(?:removed|dropped|excluded|left out|discarded|ignored|deleted|omitted|gone)\b(?: first| beforehand)?/,
      () => true,
    );
  // "these rows are errors; drop them", "values of 1000 and more": the condition again.
  const bounds = found.flatMap(({condition}) => ("value" in condition ? [String(condition.value)] : []));
  if (bounds.length > 0) {
    take(
      text,
      new RegExp(
        `\\b(?:values?|rows?|those|entries) (?:of|with|at|above|below|over|under) (?:${bounds.map((one) => one.replace(".", "\\.")).join("|")})(?: (?:and|or) (?:more|above|over|higher|less|below|under))?\\b[^.;,\\n⟨]*`,
      ),
      () => true,
    );
    take(
      text,
      /\b(?:drop|remov|exclud|discard|delet)\w* (?:these|those|such|them)(?: rows| records| values| entries)?\b(?: before (?:any|all|the) [a-z]+)?/,
      () => true,
    );
  }
  // for the years beyond 2000, the years 2000 and beyond
  const year =
    profile.columns.find((one) => /^years?$/i.test(one.name)) ??
    profile.columns.find((one) => one.role === "date");
  if (year) {
    const put_year = (op: "<" | "<=" | ">" | ">=" | "=", value: number, at: number): true | undefined =>
      isNumber(year)
        ? put(year.name, {op, of: {column: year.name}, value}, `${year.name} ${op} ${value}`, at)
        : yearCondition(year, op, value, put, at);
    const YEARS = "(?:⟨c\\d+⟩|years?|period)";
    take(
      text,
      new RegExp(
        `\\b(?:for |in |from |during )?(?:the )?${YEARS}\\s*(?:from )?([12]\\d{3})\\s+(?:and|or)\\s+(?:beyond|later|after|onwards?)|\\b(?:since|from)\\s+(?:the year )?([12]\\d{3})(?: onwards?)?(?!\\s*(?:to|-|and))`,
      ),
      (match) => put_year(">=", Number(match[1] ?? match[2]), match.index),
    );
    take(
      text,
      new RegExp(`\\b(?:for |in )?(?:the )?(?:${YEARS}\\s+)?(?:beyond|after)\\s+(?:the year )?([12]\\d{3})`),
      (match) => {
        const given = Number(match[1]);
        return found.some(
          (one) => one.column === year.name && JSON.stringify(one.condition).includes(String(given)),
        )
          ? true
          : put_year(">", given, match.index);
      },
    );
    take(text, /\b(?:before|prior to)\s+(?:the year )?([12]\d{3})/, (match) =>
      put_year("<", Number(match[1]), match.index),
    );
    take(
      text,
      /\b(?:in|for|of|during)\s+(?:the )?(?:year\s+|⟨c\d+⟩\s+)?([12]\d{3})\b(?!\s*(?:to|-|and))/,
      (match) => put_year("=", Number(match[1]), match.index),
    );
    take(
      text,
      /\b(?:between|from)\s+(?:the )?(?:years?\s+)?([12]\d{3})\s+(?:and|to|-)\s+([12]\d{3})/,
      (match) => {
        put_year(">=", Number(match[1]), match.index);
        return put_year("<=", Number(match[2]), match.index);
      },
    );
  }
  return found;
}

const INVERSE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"} as const;

/** Whether two bounds of one column differ only in whether the bound itself counts. */
function isVariant(a: Condition, b: Condition): boolean {
  if (!("value" in a) || !("value" in b) || a.op === b.op || a.value !== b.value) return false;
  return (
    a.op.charAt(0) === b.op.charAt(0) &&
    "<>".includes(a.op.charAt(0)) &&
    JSON.stringify(a.of) === JSON.stringify(b.of)
  );
}

function yearCondition(
  column: ColumnProfile,
  op: string,
  year: number,
  put: (column: string, condition: Condition, said: string, at: number) => true,
  at: number,
): true | undefined {
  if (year < 1000 || year > 2999) return undefined;
  const of = {part: "year" as const, of: {column: column.name}};
  return put(column.name, {op: op as "=", of, value: year}, `year of ${column.name} ${op} ${year}`, at);
}

const plain = (text: string): number => Number(text.replaceAll(",", ""));
