const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

export const plain = (text: unknown): string =>
  String(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** The ways in which one label may be written: a month as 2024-05, 2024-05-01 or May 2024; a year as its first day. */
export function forms(label: unknown): Set<string> {
  const found = new Set<string>();
  if (label === null || label === undefined) return found;
  const text = String(label).trim();
  found.add(plain(text));
  if (/^-?\d+\.0+$/.test(text)) found.add(text.split(".")[0]!);
  if (text === "true" || text === "false") found.add(text === "true" ? "1" : "0");
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?$/.exec(text);
  if (iso) addDate(found, Number(iso[1]), Number(iso[2]), iso[3] === undefined ? undefined : Number(iso[3]));
  const month = /^([A-Za-z]{3,9})\.?\s+(\d{4})$/.exec(text);
  const at = month ? MONTHS.findIndex((name) => name.startsWith(month[1]!.toLowerCase())) : -1;
  if (month && at >= 0) addDate(found, Number(month[2]), at + 1, undefined);
  const quarter = /^(?:q([1-4])[- ]?(\d{4})|(\d{4})[- ]?q([1-4]))$/i.exec(text);
  if (quarter)
    addDate(found, Number(quarter[2] ?? quarter[3]), 3 * Number(quarter[1] ?? quarter[4]) - 2, undefined);
  for (const [index, name] of MONTHS.entries()) {
    if (text.toLowerCase() === name || text.toLowerCase() === name.slice(0, 3))
      found.add(name).add(String(index + 1));
  }
  return found;
}

function addDate(found: Set<string>, year: number, month: number, day: number | undefined): void {
  const two = (value: number): string => String(value).padStart(2, "0");
  const name = MONTHS[month - 1];
  if (!name) return;
  if (day !== undefined)
    found
      .add(`${year} ${two(month)} ${two(day)}`)
      .add(`${day} ${name} ${year}`)
      .add(`${name} ${day} ${year}`);
  if (day !== undefined && day !== 1) return;
  found
    .add(`${year} ${two(month)}`)
    .add(`${year} ${two(month)} 01`)
    .add(`${name} ${year}`)
    .add(`${name.slice(0, 3)} ${year}`);
  if (month % 3 === 1) found.add(`${year} q${(month + 2) / 3}`).add(`q${(month + 2) / 3} ${year}`);
  if (month === 1) found.add(String(year));
}

/** Names of figures that an answer may word in its own way. */
const SYNONYMS: Record<string, string[]> = {
  q1: ["q1", "p25", "lower quartile"],
  q3: ["q3", "p75", "upper quartile"],
  median: ["median", "p50", "q2"],
  mean: ["mean", "average", "avg"],
  rows: ["rows", "row", "row count", "count"],
  columns: ["columns", "column count"],
  y: ["y", "yes", "true"],
  n: ["n", "no", "false"],
};

/** Whether every part of an expected label ("West / 2016") stands among the labels beside a number. */
export function labelled(expected: string, labels: readonly unknown[]): boolean {
  const near = labels.flatMap((label) => [...forms(label)]);
  return expected.split(" / ").every((part) => {
    const wanted = [...forms(part), ...(SYNONYMS[part.toLowerCase()] ?? [])];
    return wanted.some((one) =>
      near.some((label) => label === one || (!/^\d+$/.test(label) && ` ${label} `.includes(` ${one} `))),
    );
  });
}
