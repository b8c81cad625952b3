import type {Closeness} from "./closeness.ts";
import type {FoundPassage} from "./search.ts";

const LONGEST = 320;
const segmenter = new Intl.Segmenter("en", {granularity: "sentence"});

/** Words of a passage as they stand there, and where in the document's text. */
export interface Quote {
  text: string;
  start: number;
  end: number;
}

/** The sentence of a passage that is closest to a question, with those behind it that belong to it, as they stand there. */
export function quoteOf(passage: FoundPassage, closeness: Closeness): Quote {
  const sentences = sentencesOf(passage.text);
  const scored = sentences.map((one) => ({...one, score: closeness(one.text)}));
  let best = 0;
  for (const [at, {score}] of scored.entries()) if (score > scored[best]!.score + 1e-9) best = at;
  const first = scored[best];
  if (!first) return {text: passage.text.slice(0, LONGEST), start: passage.start, end: passage.start};
  let end = first.end;
  for (const next of scored.slice(best + 1)) {
    if (next.end - first.start > LONGEST || next.breaks) break;
    end = next.end;
  }
  end = Math.min(end, first.start + 2 * LONGEST);
  const text = passage.text.slice(first.start, end).trim();
  return {text, start: passage.start + first.start, end: passage.start + first.start + text.length};
}

interface Sentence {
  text: string;
  start: number;
  end: number;
  /** A new paragraph begins with it. */
  breaks: boolean;
}

/** The sentences of a passage, without lines that are headings. */
function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  let at = 0;
  for (const paragraph of text.split("\n\n")) {
    const isHeading = paragraph.length < 120 && !/[.!?:;)”"]$/.test(paragraph) && !/^•|\|/.test(paragraph);
    if (!isHeading || text.length === paragraph.length) {
      let breaks = true;
      for (const {segment, index} of segmenter.segment(paragraph)) {
        const start = at + index + (segment.length - segment.trimStart().length);
        if (segment.trim())
          found.push({text: segment.trim(), start, end: at + index + segment.trimEnd().length, breaks});
        breaks = false;
      }
    }
    at += paragraph.length + 2;
  }
  return found;
}

/** Whether a quote stands in a passage as it is, white space aside: what is not there is never shown as quoted. */
export function isLiteral(quote: string, passage: {text: string}): boolean {
  const plain = (text: string): string => text.replace(/\s+/g, " ").trim();
  return plain(passage.text).includes(plain(quote));
}
