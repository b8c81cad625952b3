import type {Citation, DocumentAnswer} from "./answer_question.ts";

/** Where a quote stands, for a person: title, headings below it, page, file. */
export function sayPlace({title, heading, page, location}: Omit<Citation, "number" | "quote">): string {
  const below = heading.split(" > ").filter((one) => one !== title);
  const file = location.split(/[/\\]/).at(-1) ?? location;
  return [
    title,
    ...(below.length > 0 ? [below.join(" > ")] : []),
    ...(page !== undefined ? [`page ${page}`] : []),
    ...(file !== title ? [file] : []),
  ].join(", ");
}

/** The answer in words: quotes with their numbers, and below where each stands. */
export function sayAnswer({state, citations, notes, defines}: DocumentAnswer): string {
  if (citations.length === 0) return ["I don't find it in the documents.", ...notes].join("\n");
  const quotes = citations.map(({quote, number}) => `“${quote.replace(/\s+/g, " ")}” [${number}]`);
  const sources = citations.map((one) => `[${one.number}] ${sayPlace(one)}`);
  return [
    state === "found" ? "The documents say:" : "I am not sure that the documents answer this. The closest:",
    ...quotes,
    "",
    ...sources,
    ...(defines !== undefined
      ? [
          "",
          `I do not take over what a document defines. To have “${defines}” mean this in questions to your data, teach it in your data's words: remember that ${defines} means …`,
        ]
      : []),
    ...notes,
  ].join("\n");
}
