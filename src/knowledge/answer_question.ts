import {closenessTo} from "./closeness.ts";
import {isLiteral, quoteOf} from "./quote.ts";
import {type FoundPassage, type SearchOptions, searchKnowledge} from "./search.ts";
import type {KnowledgeSetting} from "./setting.ts";

/** Where a quote is from. */
export interface Citation {
  /** As the reply numbers it: [1]. */
  number: number;
  /** The document's own words. */
  quote: string;
  /** Where they stand in the document's text, in characters. */
  start: number;
  end: number;
  document: string;
  chunk: string;
  title: string;
  heading: string;
  location: string;
  page?: number;
  closeness: number;
}

/** What the documents of a workspace say to a question: quotes with where they stand, and nothing else. */
export interface DocumentAnswer {
  /** `unsure`: the closest passages, which may be about something else. `none`: nothing is close enough to be shown. */
  state: "found" | "unsure" | "none";
  citations: Citation[];
  notes: string[];
  /** A term that the question asks the meaning of and that a quote says: for a person to teach, or not. */
  defines?: string;
}

/** From this closeness on a passage is taken to answer; measured on evals/knowledge. */
const SURE = 0.5;
/** Below it nothing is shown. */
const SHOWN = 0.4;
/** Further passages are quoted where they are nearly as close as the closest. */
const BESIDE = 0.8;
const MOST_QUOTES = 3;

/**
 * Answers a question from the documents of a workspace with their own words, each with its source; where nothing is close enough it
 * says so. Every quote is checked to stand in its passage.
 * @throws TabletalkError not_found, aborted
 */
export async function answerFromDocuments(
  setting: KnowledgeSetting,
  question: string,
  options: SearchOptions = {},
): Promise<DocumentAnswer> {
  const {passages, notes} = await searchKnowledge(setting, question, {limit: 5, ...options});
  const close = await closenessTo(question);
  const best = Math.max(0, ...passages.slice(0, MOST_QUOTES).map(({closeness}) => closeness));
  if (best < SHOWN) return {state: "none", citations: [], notes};
  const shown = passages.filter(({closeness}) => closeness >= Math.max(SHOWN, best * BESIDE));
  const citations = shown.slice(0, MOST_QUOTES).flatMap((passage, at) => {
    const citation = cited(passage, at + 1, close);
    return isLiteral(citation.quote, passage) ? [citation] : [];
  });
  const defines = definedIn(question, citations);
  return {
    state: best >= SURE ? "found" : "unsure",
    citations,
    notes,
    ...(defines !== undefined && {defines}),
  };
}

function cited(
  passage: FoundPassage,
  number: number,
  close: Awaited<ReturnType<typeof closenessTo>>,
): Citation {
  const {document, chunk, title, heading, location, page, closeness} = passage;
  const {text, start, end} = quoteOf(passage, close);
  return {
    number,
    quote: text,
    start,
    end,
    document,
    chunk,
    title,
    heading,
    location,
    ...(page !== undefined && {page}),
    closeness,
  };
}

const ASKS_MEANING =
  /(?:what(?:'s| is| are| does| do)|how (?:is|are|do (?:we|you|they))|define|definition of|meaning of) (?:define |an? |the |our |calculate |compute )?(.+?)(?: (?:mean|means|defined|calculated|computed|measured))?[?.!]*$/i;
const SAYS_MEANING =
  /\b(?:is|are|means?|counts?|equals?|refers? to|adds? up|divides?|defined as|calculated)\b/i;

/** The term whose meaning was asked for and is said in a quote. */
function definedIn(question: string, citations: readonly Citation[]): string | undefined {
  const term = ASKS_MEANING.exec(question.trim())?.[1]?.toLowerCase();
  if (!term || term.split(/\s+/).length > 4) return undefined;
  const says = citations.some(({quote}) => {
    const [first = ""] = quote.split(/(?<=[.!?])\s/);
    return first.toLowerCase().includes(term) && SAYS_MEANING.test(first);
  });
  return says ? term : undefined;
}
