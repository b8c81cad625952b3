import type {DuckDBConnection} from "@duckdb/node-api";
import type {ImportChoices} from "../../choices.ts";
import type {ReceiptEntry} from "../../dataset.ts";
import {decide, textForm} from "./decide.ts";
import {openOrderEntry} from "./decide_date.ts";
import type {Decision, Grounds} from "./decision.ts";
import {endlessEntries} from "./endless.ts";
import {gatherEvidence} from "./file_evidence.ts";
import {cellsOf, cleanSql, countOf, identifier, ragged, TEXT, TRIMMED} from "./form.ts";
import {type Lost, lostTexts} from "./lost.ts";
import {makeTable} from "./make_table.ts";
import {isMissing} from "./missing.ts";
import {sampleTexts} from "./sample.ts";
import {lostEntries} from "./tell.ts";
import {trimmedEntries} from "./trimmed.ts";

/** How often a table is made anew where its sample misled. */
const TRIES = 4;
const LOST = /tabletalk lost (\d+)/;

interface Column {
  name: string;
  type: string;
}

/** What was made of a table. */
export interface Typed {
  /** By column: what its numbers count or measure. */
  units: Map<string, string>;
}

/**
 * Makes `target.main.data` of a table, giving types to its columns of text. Types are judged by a sample and given in one
 * pass over the table. A column that the sample shows clean ends the pass at its first text without a value; for the
 * others such texts are counted afterwards. Where they say that the sample misled, the column is judged anew by all that
 * was seen and the table made again; so nothing becomes missing untold.
 * `fresh` empties the target.
 */
export async function writeTyped(
  table: string,
  connection: DuckDBConnection,
  {choices, entries, fresh}: {choices: ImportChoices; entries: ReceiptEntry[]; fresh: () => Promise<void>},
): Promise<Typed> {
  const reader = await connection.runAndReadAll(
    `SELECT column_name, column_type FROM (DESCRIBE ${identifier(table)})`,
  );
  const columns: Column[] = reader.getRows().map((row) => ({name: String(row[0]), type: String(row[1])}));
  const names = columns.filter((column) => column.type === "VARCHAR").map((column) => column.name);
  const {texts, ragged: trimmed} = await sampleTexts(table, names, connection);
  const further = new Set((choices.missing ?? []).map((text) => text.trim().toLowerCase()));
  const grounds: Grounds = {choices, further, file: gatherEvidence(texts.values())};
  const decisions = new Map(names.map((name) => [name, decide(name, texts.get(name)!, grounds)]));
  /** Columns whose texts without a value are counted, not refused. */
  const loose = new Set(
    names.filter((name) => {
      const {form} = decisions.get(name)!;
      return form.type !== "text" && countOf(texts.get(name)!, form.fits) < cellsOf(texts.get(name)!);
    }),
  );
  let lost = new Map<string, Lost>();
  for (let attempt = 0; ; attempt++) {
    await fresh();
    let again: string[];
    try {
      await makeTable(columns.length, connection, (from, to) =>
        select(table, columns.slice(from, to), decisions, {loose, trimmed}, from),
      );
      again = [...loose];
    } catch (error) {
      const index = LOST.exec(error instanceof Error ? error.message : "")?.[1];
      if (index === undefined) throw error;
      const all = attempt >= 2;
      const refused = columns[Number(index)]!.name;
      const isText = (name: string): boolean => decisions.get(name)!.form.type === "text";
      for (const name of names) if (isText(name) && (all || name === refused)) trimmed.add(name);
      again = names.filter((name) => !isText(name) && (all || name === refused));
      for (const name of again) loose.add(name);
      lost = await lostTexts(table, again, decisions, connection);
      rejudge(again, lost, texts, decisions, grounds, attempt >= TRIES);
      continue;
    }
    lost = await lostTexts(table, again, decisions, connection);
    if (!rejudge(again, lost, texts, decisions, grounds, attempt >= TRIES)) break;
  }
  for (const [name, {entries: told}] of decisions) {
    entries.push(...told);
    const of = lost.get(name);
    if (of && of.count > 0 && decisions.get(name)!.form.type !== "text")
      entries.push(...lostEntries(name, of, decisions.get(name)!.form, further));
  }
  entries.push(
    ...(await trimmedEntries(
      names.filter((name) => trimmed.has(name) && decisions.get(name)!.form === TEXT),
      table,
      connection,
    )),
  );
  await tellOpenOrders(decisions, table, connection, entries);
  entries.push(...(await endlessEntries(columns, table, connection)));
  entries.push(...(await tellChosenMissing(decisions, further, texts)));
  const units = new Map(
    [...decisions].flatMap(([name, {form}]) => (form.unit ? [[name, form.unit] as const] : [])),
  );
  return {units};
}

function select(
  table: string,
  columns: readonly Column[],
  decisions: ReadonlyMap<string, Decision>,
  {loose, trimmed}: {loose: ReadonlySet<string>; trimmed: ReadonlySet<string>},
  from: number,
): string {
  const firsts: string[] = [];
  const values: string[] = [];
  const checked: string[] = [];
  for (const [at, {name, type}] of columns.entries()) {
    const index = from + at;
    const column = identifier(name);
    const decided = decisions.get(name)?.form;
    const form = decided === TEXT && trimmed.has(name) ? TRIMMED : decided;
    if (!form) {
      const endless = /^(DOUBLE|FLOAT)$/.test(type);
      values.push(`${endless ? `CASE WHEN isfinite(${column}) THEN ${column} END` : column} AS "v ${index}"`);
      checked.push(`"v ${index}" AS ${column}`);
      continue;
    }
    if (form.first) firsts.push(`${form.first(column)} AS "f ${index}"`);
    values.push(`${form.sql(column, `"f ${index}"`)} AS "v ${index}"`);
    if (form === TEXT) {
      values.push(column);
      checked.push(
        `CASE WHEN ${ragged(column)} THEN error('tabletalk lost ${index}') ELSE "v ${index}" END AS ${column}`,
      );
    } else if (form.type === "text" || loose.has(name)) checked.push(`"v ${index}" AS ${column}`);
    else {
      values.push(column);
      checked.push(
        `CASE WHEN "v ${index}" IS NULL THEN CASE WHEN ${column} IS NOT NULL THEN CASE WHEN ${cleanSql(column)} <> '' THEN error('tabletalk lost ${index}') END END ELSE "v ${index}" END AS ${column}`,
      );
    }
  }
  const first =
    firsts.length > 0 ? `(SELECT *, ${firsts.join(", ")} FROM ${identifier(table)})` : identifier(table);
  return `SELECT ${checked.join(", ")} FROM (SELECT ${values.join(", ")} FROM ${first})`;
}

/** Judges columns anew by what had no value. Whether the form of any changed. */
function rejudge(
  names: readonly string[],
  lost: ReadonlyMap<string, Lost>,
  texts: ReadonlyMap<string, Map<string, number>>,
  decisions: Map<string, Decision>,
  grounds: Grounds,
  last: boolean,
): boolean {
  let changed = false;
  for (const name of names) {
    const before = decisions.get(name)!;
    const of = lost.get(name);
    if (!of || before.form.type === "text") continue;
    const strays = of.count - countOf(of.texts, (text) => isMissing(text, grounds.further));
    if (strays === 0) continue;
    const seen = texts.get(name)!;
    const good = new Map([...seen].filter(([text]) => before.form.fits(text)));
    const scale = Math.max(1, of.filled - of.count) / Math.max(1, cellsOf(good));
    const all = new Map([...good].map(([text, times]) => [text, times * scale]));
    for (const [text, times] of of.texts) all.set(text, times);
    for (const [text] of of.texts) seen.set(text, of.texts.get(text)!);
    const now: Decision = last
      ? {
          form: textForm(grounds.further),
          entries: [
            {
              kind: "type",
              column: name,
              message: `${name} stays text: ${strays} of ${of.filled} values are of another kind than the rest.`,
              count: strays,
              examples: [...of.texts.keys()].slice(0, 5),
              doubt: true,
            },
          ],
        }
      : whole(decide(name, all, grounds));
    decisions.set(name, now);
    if (now.form.key !== before.form.key) changed = true;
  }
  return changed;
}

/** Counts that were scaled up are rounded where they are told. */
function whole(decision: Decision): Decision {
  return {
    ...decision,
    entries: decision.entries.map((entry) => ({
      ...entry,
      message: entry.message.replace(/(\d+)\.\d{3,}/g, (_all, digits: string) => `about ${digits}`),
      ...(entry.count !== undefined && {count: Math.round(entry.count)}),
    })),
  };
}

async function tellOpenOrders(
  decisions: ReadonlyMap<string, Decision>,
  table: string,
  connection: DuckDBConnection,
  entries: ReceiptEntry[],
): Promise<void> {
  for (const [name, {form, openOrder}] of decisions) {
    if (!openOrder) continue;
    const column = identifier(name);
    const [latest, count] =
      (
        await connection.runAndReadAll(`SELECT max(day(${column})), count(${column}) FROM target.main.data`)
      ).getRows()[0] ?? [];
    if (Number(latest) > 12) {
      entries.push({
        kind: "dates",
        column: name,
        message: `${name}: dates were read as ${form.key.includes("day_first") ? "day" : "month"} first, which some of them can only be.`,
        reverse: {text: [name]},
      });
      continue;
    }
    const shown = await connection.runAndReadAll(
      `SELECT ${column} FROM ${identifier(table)} WHERE ${column} IS NOT NULL LIMIT 3`,
    );
    entries.push(
      openOrderEntry(
        name,
        form,
        Number(count),
        shown.getRows().map((row) => String(row[0])),
      ),
    );
  }
}

/** Texts that a person says mean nothing, in columns that stay text. */
async function tellChosenMissing(
  decisions: ReadonlyMap<string, Decision>,
  further: ReadonlySet<string>,
  texts: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Promise<ReceiptEntry[]> {
  if (further.size === 0) return [];
  return [...decisions]
    .filter(
      ([name, {form}]) =>
        form.type === "text" &&
        form.key !== TEXT.key &&
        [...texts.get(name)!.keys()].some((text) => further.has(text.toLowerCase())),
    )
    .map(([name]) => ({
      kind: "coerced",
      column: name,
      message: `${name}: what you named as missing (${[...further].slice(0, 5).join(", ")}) counts as missing.`,
    }));
}
