const ABBREVIATED =
  /\b(?:vs|approx|ca|i\.e|e\.g|incl|excl|resp|St|Dr|Mr|Mrs|Ms|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$/;

/**
 * The sentences of a text, as spans: split at line ends, at semicolons, and at full stops, question and exclamation
 * marks that a
 * space follows, not after "vs." and the like. Initials may
 * split too early, which only makes verification look at less.
 */
export function sentencesOf(text: string): {start: number; end: number}[] {
  const spans: {start: number; end: number}[] = [];
  let start = 0;
  for (const match of text.matchAll(/\n+|[.!?;]+(?=\s|$)/g)) {
    const end = match.index + match[0].length;
    // "1. East": the number of a list's item begins its sentence.
    if (/^\s*\d{1,3}\.$/.test(text.slice(start, end))) continue;
    // "Warner Bros. leads": a sentence begins with no small letter.
    if (match[0] === "." && /^ \p{Ll}/u.test(text.slice(end, end + 2))) continue;
    if (match[0] === "." && ABBREVIATED.test(text.slice(start, end))) continue;
    spans.push({start, end});
    start = end;
  }
  if (start < text.length) spans.push({start, end: text.length});
  return spans;
}

/**
 * Takes out every sentence that holds one of these places, or keeps it and marks it with "(not verified)".
 * Emptied lines go too.
 */
export function withoutUnverified(
  text: string,
  places: readonly {start: number; end: number}[],
  how: "remove" | "mark" = "remove",
): string {
  const holds = (span: {start: number; end: number}) =>
    places.some((place) => place.start < span.end && place.end > span.start);
  const parts = sentencesOf(text).map((span) => {
    const sentence = text.slice(span.start, span.end);
    if (!holds(span)) return sentence;
    if (how === "remove") return sentence.startsWith("\n") || sentence.endsWith("\n") ? "\n" : "";
    const [, body = "", stop = ""] = /^([\s\S]*?)([.!?;]*\s*)$/.exec(sentence) ?? [];
    return `${body} (not verified)${stop}`;
  });
  return parts
    .join("")
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
