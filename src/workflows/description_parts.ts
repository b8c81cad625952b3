/** What a part of a description asks for. */
export type DescribedPart =
  | {does: "filter"; text: string; said: string}
  | {does: "chart"; kind?: string; said: string}
  | {does: "file"; format: FileFormat; name?: string; said: string}
  | {does: "report"; title?: string; said: string}
  | {does: "approve"; said: string}
  /** Asks for nothing to be done: "email nobody". */
  | {does: "nothing"; said: string}
  /** Nothing that a workflow does by itself; `next` says what does. */
  | {does: "other"; why: string; next: string; said: string}
  | {does: "question"; text: string; said: string};

export type FileFormat = "csv" | "xlsx" | "parquet" | "json";

const BREAKS = new RegExp(
  [
    /\s*[,;\n]\s*(?:and\s+)?(?:then\s+)?/.source,
    /\s*\.\s+/.source,
    /\s+(?:and\s+)?then\s+/.source,
    // "and" joins two things that are done only before a word that says so: "by region and month" is one.
    /\s+and\s+(?=(?:please\s+)?(?:also\s+)?(?:chart|plot|draw|graph|visuali[sz]e|export|save|write|e-?mail|send|post|tell|notify|ask|wait|make|put|sum|count|average|filter|keep)\b)/
      .source,
  ].join("|"),
  "i",
);

/** A description in its parts, in order, each as what it asks for. */
export function partsOfDescription(description: string): DescribedPart[] {
  return description
    .trim()
    .split(BREAKS)
    .map((part) => part.trim().replace(/[.!]+$/, ""))
    .filter((part) => part !== "")
    .map(describedPart);
}

function describedPart(said: string): DescribedPart {
  const text = said.replace(/^(?:please|also|finally|next|first|afterwards?)\s+/i, "");
  return (
    nothingIn(text, said) ??
    outputIn(text, said) ??
    otherIn(text, said) ??
    filterIn(text, said) ?? {does: "question", text, said}
  );
}

const TELLS = "(?:e-?mail|mail|send|message|notify|tell|post|share)";

function nothingIn(text: string, said: string): DescribedPart | undefined {
  const nobody = new RegExp(`^${TELLS}\\b.*\\b(?:nobody|no[ -]?one|nothing|none)$`, "i");
  const never = new RegExp(`^(?:do not|don['’]t|never|without|no)\\s+(?:any\\s+)?${TELLS}`, "i");
  return nobody.test(text) || never.test(text) ? {does: "nothing", said} : undefined;
}

function outputIn(text: string, said: string): DescribedPart | undefined {
  const chart =
    /^(?:chart|plot|draw|graph|visuali[sz]e|show)(?:\s+(?:it|them|that|this|the results?|both|a|an))*(?:\s+(?:as|in|on|with))?(?:\s+an?)?(?:\s+([a-z]+))?(?:\s+(?:chart|plot|graph))?$/i.exec(
      text,
    );
  if (chart) {
    const kind = chart[1]?.toLowerCase();
    return {does: "chart", said, ...(kind !== undefined && !/^(chart|plot|graph)$/.test(kind) && {kind})};
  }
  const file =
    /^(?:export|save|write|store)(?:\s+(?:it|them|that|this|the (?:results?|table)))?\s+(?:to|as|in|into)\s+(?:an?\s+)?(.+)$/i.exec(
      text,
    );
  const format = file && formatIn(file[1]!);
  if (file && format) {
    const name = /([\p{L}\p{N}_-]+)\.(?:csv|xlsx|parquet|json)$/iu.exec(file[1]!)?.[1];
    return {does: "file", format, said, ...(name !== undefined && {name})};
  }
  if (/^(?:make|write|export|save|put)\b.*\breport\b/i.test(text)) {
    const title = /\b(?:called|titled|named)\s+["“']?(.+?)["”']?$/i.exec(text)?.[1];
    return {does: "report", said, ...(title !== undefined && {title})};
  }
  const approve =
    /^(?:wait for|ask for|ask me for|get)\s+(?:an?\s+|my\s+|the\s+)?(?:approval|ok|okay|go)|^ask me\b/i;
  return approve.test(text) ? {does: "approve", said} : undefined;
}

function formatIn(text: string): FileFormat | undefined {
  if (/\bexcel\b|\bxlsx\b|\bspreadsheet\b/i.test(text)) return "xlsx";
  if (/\bparquet\b/i.test(text)) return "parquet";
  if (/\bjson\b/i.test(text)) return "json";
  return /\bcsv\b/i.test(text) ? "csv" : undefined;
}

function otherIn(text: string, said: string): DescribedPart | undefined {
  if (
    /^(?:(?:on\s+)?(?:every|each)\s+\S+|daily|weekly|monthly|hourly)(?:\s+at\s+\S+(?:\s*[ap]m)?)?$/i.test(
      text,
    )
  )
    return {
      does: "other",
      said,
      why: "it says when, and a workflow says what.",
      next: "Save the workflow, then schedule it.",
    };
  if (new RegExp(`^${TELLS}\\b`, "i").test(text))
    return {
      does: "other",
      said,
      why: "a workflow tells nobody by itself.",
      next: "Schedule it into a channel, or add a node export.http.",
    };
  return undefined;
}

function filterIn(text: string, said: string): DescribedPart | undefined {
  const kept =
    /^(?:filter|keep|take|restrict|limit|narrow)\b\s*(?:only\s+|down\s+)?(.*)$/i.exec(text) ??
    /^only\s+(.+)$/i.exec(text);
  const rest = kept?.[1]?.trim();
  if (rest === undefined || rest === "") return undefined;
  // "filter to March" is said of a question as "for March"; "orders to March" stays.
  const phrase = /^(?:to|for|by|where|with|in|from|of)\b/i.test(rest)
    ? rest.replace(/^(?:to|by)\b/i, "for")
    : `of ${rest.replace(/\bby\b/i, "where")}`;
  return {does: "filter", text: phrase, said};
}
