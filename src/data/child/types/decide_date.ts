import type {ReceiptEntry} from "../../dataset.ts";
import {type Clock, COMPACT, type DateText, dateForm, isDay, type Order, readDate} from "./dates.ts";
import type {Decision, Grounds} from "./decision.ts";
import {epochForm, saysDate, saysTime, serialForm} from "./epochs.ts";
import {orderOf} from "./file_evidence.ts";
import {cellsOf, countOf, type Texts} from "./form.ts";
import {TIME_OF_DAY} from "./times.ts";

const TRIED = 40;
const ENOUGH_DAYS = 10;
const examples = (texts: Iterable<string>): string[] => [...texts].slice(0, 5);

/** Numbers that are dates: seconds since 1970, days of a spreadsheet, eight digits. */
export function numericDateDecision(name: string, texts: Texts): Decision | undefined {
  const compact = [...texts.keys()].every(
    (text) => /^\d{8}$/.test(text) && isDay(text, COMPACT, "none", "year_first"),
  );
  if (compact && texts.size > 0 && (saysDate(name) || saysTime(name) || texts.size >= ENOUGH_DAYS))
    return {
      form: dateForm([{shape: COMPACT, clock: "none"}], "year_first"),
      entries: [
        {
          kind: "dates",
          column: name,
          message: `${name}: eight digits were read as year, month and day.`,
          examples: examples(texts.keys()),
          reverse: {text: [name]},
        },
      ],
    };
  const epoch = epochForm(name, texts);
  if (epoch)
    return {
      form: epoch,
      entries: [
        {
          kind: "dates",
          column: name,
          message: `${name}: ${epoch.key.replace("epoch ", "")} since 1970 were read as times in UTC.`,
          examples: examples(texts.keys()),
          reverse: {text: [name]},
        },
      ],
    };
  const serial = serialForm(name, texts);
  if (serial)
    return {
      form: serial,
      entries: [
        {
          kind: "dates",
          column: name,
          message: `${name}: numbers were read as days that a spreadsheet counts from 1900.`,
          examples: examples(texts.keys()),
          reverse: {text: [name]},
          doubt: true,
        },
      ],
    };
  return undefined;
}

/** Dates and times as they are written; nothing where hardly any are. */
export function dateDecision(name: string, texts: Texts, grounds: Grounds): Decision | undefined {
  const keys = [...texts.keys()];
  const first = keys.slice(0, TRIED);
  const likely = (test: (text: string) => boolean): boolean =>
    first.filter(test).length >= 0.5 * first.length;
  if (likely(TIME_OF_DAY.fits)) return {form: TIME_OF_DAY, entries: []};
  if (!likely((text) => readDate(text) !== undefined)) return undefined;
  const read = new Map<string, DateText>();
  for (const text of keys) {
    const one = readDate(text);
    if (one) read.set(text, one);
  }
  const all = cellsOf(texts);
  if (countOf(texts, (text) => read.has(text)) < 0.5 * all) return undefined;
  const shapes = new Map<string, {shape: DateText["shape"]; clock: Clock; times: number}>();
  for (const [text, {shape, clock}] of read) {
    const key = `${shape.key} ${clock}`;
    const known = shapes.get(key) ?? {shape, clock, times: 0};
    known.times += texts.get(text)!;
    shapes.set(key, known);
  }
  const found = [...shapes.values()].sort((a, b) => b.times - a.times);
  const entries: ReceiptEntry[] = [];
  const {order, either, open} = chooseOrder(name, texts, read, grounds, entries);
  const form = dateForm(found, order, either);
  const plain = found.length === 1 && found[0]!.shape.key === "ymd -" && found[0]!.clock !== "zone";
  if (!plain && !open && !entries.some((entry) => entry.kind === "dates"))
    entries.push({
      kind: "dates",
      column: name,
      message: `${name}: dates were read as ${found
        .map(({shape}) => shape.said(order))
        .filter((said, at, list) => list.indexOf(said) === at)
        .join("; ")}.`,
      examples: examples(read.keys()),
      reverse: {text: [name]},
    });
  const zoned = found.filter(({clock}) => clock === "zone");
  if (zoned.length > 0) {
    const without = found.filter(({clock}) => clock === "clock").reduce((sum, {times}) => sum + times, 0);
    entries.push({
      kind: "dates",
      column: name,
      message: `${name}: times were moved to UTC by the zone they bear${without > 0 ? `; ${without} bear none and were taken as UTC` : ""}.`,
      examples: examples([...read].filter(([, one]) => one.clock === "zone").map(([text]) => text)),
      ...(without > 0 && {doubt: true}),
    });
  }
  return {form, entries, ...(open && {openOrder: true})};
}

function chooseOrder(
  name: string,
  texts: Texts,
  read: ReadonlyMap<string, DateText>,
  {choices, file}: Grounds,
  entries: ReceiptEntry[],
): {order: Order; either: boolean; open: boolean} {
  const pairs = [...read].filter(([, one]) => one.pair);
  const short = pairs.filter(([, one]) => one.shape.key.startsWith("short"));
  if (pairs.length === 0) return {order: choices.dates ?? "day_first", either: false, open: false};
  if (choices.dates && (choices.dates !== "year_first" || short.length === pairs.length))
    return {order: choices.dates, either: false, open: false};
  const yearFirst =
    short.length === pairs.length &&
    short.some(([, one]) => one.pair![0] > 31) &&
    short.every(([text, one]) => isDay(text, one.shape, one.clock, "year_first"));
  const early = (at: 0 | 2): number => new Set(short.map(([, one]) => one.pair![at])).size;
  const clustered =
    short.length === pairs.length &&
    early(0) < early(2) &&
    short.every(([text, one]) => one.pair![0] > 12 && isDay(text, one.shape, one.clock, "year_first"));
  if (clustered) {
    entries.push({
      kind: "dates",
      column: name,
      message: `${name}: dates were read as year of two digits, month, day; they could be day, month, year.`,
      count: pairs.length,
      examples: examples(pairs.map(([text]) => text)),
      reverse: {dates: "day_first"},
      doubt: true,
    });
    return {order: "year_first", either: false, open: false};
  }
  if (yearFirst) return {order: "year_first", either: false, open: false};
  const cells = (order: Order): string[] =>
    pairs.filter(([, one]) => orderOf(one.pair!) === order).map(([text]) => text);
  const [days, months] = [cells("day_first"), cells("month_first")];
  const sum = (list: readonly string[]): number => list.reduce((total, text) => total + texts.get(text)!, 0);
  const unsettled = pairs.filter(
    ([, one]) => orderOf(one.pair!) === undefined && one.pair![0] !== one.pair![1] && one.pair![0] <= 12,
  );
  if (days.length > 0 && months.length > 0) {
    const order = sum(days) >= sum(months) ? "day_first" : "month_first";
    entries.push({
      kind: "dates",
      column: name,
      message: `${name} mixes both orders: ${sum(days)} dates can only be day first, ${sum(months)} only month first. The ${sum(unsettled.map(([text]) => text))} that could be either were read as ${order === "day_first" ? "day" : "month"} first.`,
      count: sum(unsettled.map(([text]) => text)),
      examples: [...days.slice(0, 2), ...months.slice(0, 2), ...unsettled.slice(0, 1).map(([text]) => text)],
      reverse: {dates: order === "day_first" ? "month_first" : "day_first"},
      doubt: true,
    });
    return {order, either: true, open: false};
  }
  if (days.length > 0) return {order: "day_first", either: false, open: false};
  if (months.length > 0) return {order: "month_first", either: false, open: false};
  if (unsettled.length === 0) return {order: file.order ?? "month_first", either: false, open: false};
  const points = pairs.every(([, one]) => one.shape.key.endsWith("\\."));
  if (file.order === undefined && points) return {order: "day_first", either: false, open: false};
  const order = file.order ?? (file.decimal === "," ? "day_first" : "month_first");
  return {order, either: false, open: true};
}

/** What is told of dates whose order nothing settles. */
export function openOrderEntry(
  name: string,
  form: {key: string},
  count: number,
  shown: string[],
): ReceiptEntry {
  const day = form.key.includes("day_first");
  return {
    kind: "dates",
    column: name,
    message: `${name}: dates were read as ${day ? "day" : "month"} first; day and month could be the other way round in all of them.`,
    count,
    examples: shown,
    reverse: {dates: day ? "month_first" : "day_first"},
    doubt: true,
  };
}
