import {formatDate} from "../../planning/format_value.ts";
import {counted} from "../count_words.ts";
import type {ReportDocument} from "../document.ts";
import {plainText} from "../profile/plain_text.ts";

/** The title, what the page is about, when it was made and of which data; on paper a page of its own. */
export function coverHtml(document: ReportDocument, kind: string): string {
  const facts: [string, string][] = [
    ["Made", day(document.madeAt, document.timeZone)],
    ["Data as of", day(document.asOf, document.timeZone)],
    ...document.datasets.map((one): [string, string] => [
      "Data",
      `${one.name}: ${counted(one.rows, "row")}, ${counted(one.columns, "column")}${
        one.origin ? ` (${one.origin.title}, ${one.origin.licence.name})` : ""
      }`,
    ]),
  ];
  const lines = facts.map(([name, text]) => `<dt>${name}</dt><dd dir="auto">${plainText(text)}</dd>`);
  const subtitle = document.subtitle
    ? `<p class="subtitle" dir="auto">${plainText(document.subtitle)}</p>`
    : "";
  return `<header class="cover">
<p class="kind">${kind}</p>
<h1 dir="auto">${plainText(document.title)}</h1>
${subtitle}
<dl>${lines.join("")}</dl>
</header>`;
}

/** A moment as a day in the document's time zone: "22 November 2026"; as it stands where it is no date. */
function day(moment: string, timeZone: string): string {
  const time = new Date(moment);
  if (Number.isNaN(time.getTime())) return moment;
  if (/^\d{4}-\d{2}-\d{2}$/.test(moment)) return formatDate(moment) ?? moment;
  try {
    const parts = new Intl.DateTimeFormat("en-CA", {timeZone, dateStyle: "short"}).format(time);
    return formatDate(parts) ?? parts;
  } catch {
    return formatDate(moment.slice(0, 10)) ?? moment;
  }
}
