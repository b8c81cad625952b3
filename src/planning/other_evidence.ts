import type {Artifact} from "../tools/tool.ts";
import {distinctOf} from "./claims/named_sets.ts";
import {type TableView, viewOf} from "./claims/table_view.ts";
import {isAkin} from "./claims/vocabulary.ts";
import {type Evidence, NOTES, ROW_COUNT, readingEvidence} from "./evidence.ts";
import type {Mention} from "./mentions.ts";
import type {Reading} from "./reading.ts";
import {isInReading} from "./reading_numbers.ts";
import {type ShownNumber, scanNumbers} from "./scan_numbers.ts";

export function otherEvidence(
  number: ShownNumber,
  sentence: {start: number; end: number},
  text: string,
  artifacts: ReadonlyMap<string, Artifact>,
  mentions: readonly Mention[],
  {reading, conditions = []}: {reading?: Reading | undefined; conditions?: readonly number[] | undefined},
): Evidence | undefined {
  if (reading && isInReading(number, reading)) return readingEvidence();
  if (number.kind !== "percent" && conditions.includes(number.value)) return readingEvidence();
  const after = text.slice(number.end, sentence.end);
  const counts =
    (number.kind === "plain" || number.kind === "word") &&
    Number.isInteger(number.value) &&
    !/[.,]/.test(number.text) &&
    /^\s(?!times\b)[A-Za-z]/.test(after);
  for (const [step, artifact] of artifacts) {
    const whole = !artifact.truncated && reading?.limit === undefined;
    if (counts && whole && artifact.table.rows.length === number.value)
      return {step, row: 0, column: ROW_COUNT};
    const isOfAll = /\b(?:of|all) (?:the |these |those )?$/i.test(text.slice(sentence.start, number.start));
    if (isOfAll && whole && Number.isInteger(number.value) && artifact.table.rows.length === number.value)
      return {step, row: 0, column: ROW_COUNT};
    const key = counts ? countedKey(number.value, after, viewOf(step, artifact)) : undefined;
    if (key !== undefined) return {step, row: 0, column: key};
    const isBoth = /\bthe\s*$/i.test(text.slice(sentence.start, number.start));
    if (
      number.kind === "word" &&
      number.value === 2 &&
      isBoth &&
      /^\s+(?:are|were|have|had|move|go|went|differ|correlate|rise|fall|grow)\b/i.test(after)
    )
      return {step, row: 0, column: NOTES};
    const listed = new Set(
      mentions.filter((one) => one.step === step && one.rows.size === 1).flatMap((one) => [...one.rows]),
    );
    const isTop = /\b(?:top|bottom|first|last|best|worst)\s*$/i.test(
      text.slice(sentence.start, number.start),
    );
    if (isTop && Number.isInteger(number.value) && listed.size === number.value)
      return {step, row: Math.min(...listed), column: ROW_COUNT};
    if (
      number.kind === "ordinal" &&
      mentions.some((one) => one.step === step && one.rows.has(number.value - 1))
    ) {
      return {step, row: number.value - 1, column: ROW_COUNT};
    }
    const words = [
      artifact.title,
      ...artifact.provenance.notes,
      ...artifact.table.columns.map((column) => column.name.replaceAll("_", " ")),
    ];
    if (isPeriodOfQuery(number, artifact)) return {step, row: 0, column: NOTES};
    if (words.some((one) => scanNumbers(one).some((other) => isSame(number, other))))
      return {step, row: 0, column: NOTES};
  }
  const named = new Set(mentions.map((one) => `${one.step} ${one.column}`));
  for (const name of named) {
    const group = mentions.filter((one) => `${one.step} ${one.column}` === name);
    if (number.kind === "word" && group.length === number.value) {
      return {step: group[0]!.step, row: Math.min(...group[0]!.rows), column: group[0]!.column};
    }
  }
  return undefined;
}

/** "three islands": a key that the words after a number name and that has so many values. */
function countedKey(count: number, after: string, view: TableView): string | undefined {
  const words = after
    .trim()
    .split(/[^\p{L}]+/u)
    .slice(0, 3);
  return view.keys.find(
    (key) =>
      view.whole &&
      words.some((word) => word.length > 2 && key.words.some((part) => isAkin(word, part))) &&
      distinctOf(view, key) === count,
  )?.name;
}

/** A year or a date that the query itself filters by. */
function isPeriodOfQuery(number: ShownNumber, {provenance}: Artifact): boolean {
  const isYear = number.kind === "plain" && /^(?:19|20)\d\d$/.test(number.text);
  if (!isYear && !number.date) return false;
  return provenance.sql.some((sql) =>
    scanNumbers(sql).some(
      (other) =>
        isSame(number, other) ||
        (other.date !== undefined &&
          (isYear
            ? other.date.from.startsWith(number.text)
            : number.date!.from <= other.date.from && other.date.from < number.date!.to)),
    ),
  );
}

function isSame(a: ShownNumber, b: ShownNumber): boolean {
  if (a.date || b.date) return a.date?.from === b.date?.from && a.date?.to === b.date?.to;
  return a.value === b.value && (a.kind === "percent") === (b.kind === "percent");
}

/** "the top five customers" of a table of five rows: no cell, even where one holds 5. */
export function isRowCount(
  number: ShownNumber,
  sentence: {start: number},
  text: string,
  tables: ReadonlyMap<string, Artifact>,
): boolean {
  const rows = [...tables.values()].at(-1)?.table.rows.length;
  const isTop = /\b(?:top|bottom|first|last|best|worst)\s*$/i.test(text.slice(sentence.start, number.start));
  return isTop && number.value === rows && (number.kind === "word" || number.kind === "plain");
}
