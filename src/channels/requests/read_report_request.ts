import type {ReportFileFormat} from "../../reports/formats.ts";

/** What somebody wants as a report. */
export interface AskedReport {
  /** As what they want it; left out: as a page. */
  format?: ReportFileFormat;
  /** Only the last so many answers. */
  last?: number;
  title?: string;
}

const NUMBERS = "one two three four five six seven eight nine ten".split(" ");
const COUNT = `(?<count>\\d{1,2}|${NUMBERS.join("|")})`;
const WHOLE =
  "(?:(?:this|the|our|my|that) )?(?:whole |entire |full )?(?:conversation|chat|thread|discussion|session|analysis|findings|answers|results|work)(?: so far| here| above)?|all (?:of )?(?:this|that|it)|(?<pointed>this|that|it)|everything(?: so far| above| here)?|what (?:we|you|i)(?:'ve| have)? (?:found|did|done|asked|learn(?:ed|t)|looked at)(?: so far)?";
const LATEST = `(?:the |my |our )?(?:last|latest|previous|recent) (?:${COUNT} )?(?:answers?|questions?|results?|findings?|charts?)|(?:the|this|that|your) (?<only>answer|result|finding)`;
const WHAT = `(?:${LATEST}|${WHOLE})`;
const FORMAT =
  "(?<format>pdf|html|web ?page|png|picture|image|excel|xlsx|(?:excel )?workbook|(?:excel )?spreadsheet|(?:one |single )?sql(?: script| file)?|(?:one )?script|(?:jupyter |python |ipynb )?notebook|ipynb)(?: file| document| report)?";
const AS = `(?: (?:as|in|into|to) (?:an? |one |the )?${FORMAT})`;
const CALLED =
  '(?:,? (?:called|titled|named|with the title) (?:["“\'](?<quoted>[^"”\']{1,150})["”\']|(?<plain>[^"]{1,150}?)))';
/** As what and called what, in either order: "as PDF called Sales", "called Sales as PDF". */
const CALLED_AS = `(?:${CALLED}${AS}|${AS}?${CALLED}?)`;
const POLITE =
  "(?:(?:ok(?:ay)?|now|please|then|great|thanks?),? |(?:can|could|would|will) you (?:please )?|let's |i(?:'d| would) like (?:you to )?|i want (?:you to )?|i need (?:you to )?)*";
const MAKE =
  "(?:make|create|generate|prepare|write(?: up)?|build|give|get|send|produce|compile|assemble|draft|export|download)(?: me| us)?";
const REPORT = `(?:(?:an?|the|one) )?(?:(?:short|full|final|nice|proper|written|summary|complete) )?(?:(?<kind>pdf|html|excel|sql) )?report`;
const TURN = "(?:turn|make|put|write|compile|convert)";
const INTO = "(?:into|in|as|up as|up in)(?: (?:an?|one|the))?";

const SHAPES: readonly RegExp[] = [
  // "make a PDF report of this conversation", "report on the last three answers as PDF", "make a report"
  `${POLITE}${MAKE} ${REPORT}(?: (?:of|on|about|from|for|with|covering) ${WHAT})?${CALLED_AS}`,
  `${POLITE}(?:a |an )?report (?:of|on|about|from) ${WHAT}${CALLED_AS}`,
  // "turn this conversation into a report", "put everything in a PDF"
  `${POLITE}${TURN} ${WHAT} ${INTO} ${FORMAT}${CALLED}?`,
  `${POLITE}${TURN} ${WHAT} ${INTO} (?:(?<kind>pdf|html) )?report${CALLED_AS}`,
  // "export the whole analysis as SQL"
  `${POLITE}(?:export|save|download|give me|send me|get me) ${WHAT}(?:${CALLED}${AS}|${AS}${CALLED}?)`,
].map((shape) => new RegExp(`^\\W*${shape}[\\s.!?]*$`, "iu"));

/**
 * What a message asks to be made a report of, or undefined: it must ask for nothing else. "Sales by report type" and "how many
 * reports came in last week" are questions of the data.
 */
export function readReportRequest(text: string): AskedReport | undefined {
  const line = text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, " ")
    .trim();
  if (line.length > 300) return undefined;
  for (const shape of SHAPES) {
    const groups = shape.exec(line)?.groups;
    if (!groups) continue;
    const format = formatOf(groups.format ?? groups.kind);
    const title = (groups.quoted ?? groups.plain)?.trim();
    const isLatest = /\b(?:last|latest|previous|recent)\b/i.test(line) && groups.quoted === undefined;
    // "Export this" points at the answer above; "a report of this" at all that was said.
    const isPointed = groups.pointed !== undefined && !/\breport\b/i.test(line);
    if (isPointed && (format === "png" || format === "html")) return undefined;
    const isOne = isLatest || groups.only !== undefined || isPointed;
    const last = groups.count ? countOf(groups.count) : isOne ? 1 : undefined;
    return {
      ...(format && {format}),
      ...(last !== undefined && last > 0 && {last}),
      ...(title && {title}),
    };
  }
  return undefined;
}

function countOf(text: string): number {
  const named = NUMBERS.indexOf(text.toLowerCase());
  return named >= 0 ? named + 1 : Number(text);
}

function formatOf(said: string | undefined): ReportFileFormat | undefined {
  const text = said?.toLowerCase() ?? "";
  if (text === "") return undefined;
  if (text.includes("pdf")) return "pdf";
  if (/png|picture|image/.test(text)) return "png";
  if (/excel|xlsx|workbook|spreadsheet/.test(text)) return "xlsx";
  if (/notebook|ipynb/.test(text)) return "ipynb";
  if (/sql|script/.test(text)) return "sql";
  return "html";
}
