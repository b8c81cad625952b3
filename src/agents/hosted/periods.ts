import type {TableProfile} from "../../data/profile.ts";
import type {Period} from "../../planning/reading.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Whether this is a day of the calendar, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text)
  );
}

/** The day after. */
export function dayAfter(day: string): string {
  return shift(day, 1);
}

/**
 * A period from its first and last day. Whether it is partial is seen from the data, and the words are made from the
 * dates: neither is taken from the model.
 */
export function makePeriod(
  column: string,
  bounds: {from?: string | undefined; through?: string | undefined},
  anchor: Period["anchor"],
  profile: TableProfile | undefined,
): Period {
  const {from, through} = bounds;
  const to = through && dayAfter(through);
  const dates = profile?.columns.find((one) => one.name === column);
  const first = typeof dates?.min === "string" ? dates.min.slice(0, 10) : undefined;
  const last = typeof dates?.max === "string" ? dates.max.slice(0, 10) : undefined;
  const early = Boolean(from && first && from < first);
  const late = Boolean(through && last && through > last);
  const notes = [
    ...(anchor === "data" && last ? [`counted from the data's last day, ${sayDay(last)}`] : []),
    ...(anchor === "today" ? ["counted from today"] : []),
    ...(late && last ? [`the data ends ${sayDay(last)}`] : []),
    ...(early && first ? [`the data begins ${sayDay(first)}`] : []),
  ];
  const said = sayBounds(from, through) + (notes.length ? ` (${notes.join("; ")})` : "");
  return {column, ...(from && {from}), ...(to && {to}), anchor, partial: early || late, said};
}

/** "2019", "May 2024", "1 Jan 2024 to 15 Mar 2024", "since 1 Jan 2024". */
function sayBounds(from?: string, through?: string): string {
  if (!from && !through) return "all dates";
  if (!through) return `since ${sayDay(from!)}`;
  if (!from) return `until ${sayDay(through)}`;
  if (from === through) return sayDay(from);
  const next = dayAfter(through);
  if (from.endsWith("-01-01") && next.endsWith("-01-01")) {
    const years = [from.slice(0, 4), through.slice(0, 4)];
    return years[0] === years[1] ? years[0]! : years.join(" to ");
  }
  if (from.endsWith("-01") && next.endsWith("-01")) {
    const [one, other] = [sayMonth(from), sayMonth(through)];
    return one === other ? one : `${one} to ${other}`;
  }
  return `${sayDay(from)} to ${sayDay(through)}`;
}

function sayDay(day: string): string {
  return `${Number(day.slice(8, 10))} ${sayMonth(day)}`;
}

function sayMonth(day: string): string {
  return `${months[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}

function shift(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
