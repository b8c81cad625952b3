import type {TableProfile} from "../../../data/profile.ts";
import {columnsIn, type MarkedText, sentencesIn, take} from "./marked_text.ts";

const TO_NUMBERS =
  /\b(?:convert|cast|turn|chang|coerc|transform|pars|treat|read)\w*\s+(?:it|them|the (?:values?|strings?|texts?|column|entries|result)|⟨c\d+⟩(?: column| values?)?|(?:the )?(?:text|string)s?)?\s*(?:to|into|as)\s+(?:a |an )?(?:numbers?|numeric(?: (?:type|values?|format))?|floats?|integers?)\b|\b(?:then |and |by |after |first )?(?:remov|stripp?|replac|dropp?|delet|without)\w*\s+(?:the |its |their |any |all )?(?:thousands?[- ]separators?|commas?|currency (?:signs?|symbols?)|dollar signs?|percent(?:age)? signs?|\$ signs?|euro signs?)(?:\s+(?:from|in|first|with (?:nothing|an empty string))[^.;,\n]*?(?=\band\b|[.;,\n]|$))?|\bpd\.to_numeric\b[^.;,\n]*|\bthe numeric values? of\b|\b(?:is|are) stored as (?:text|strings?)\b[^.;\n]*|\bwith (?:a )?commas? as (?:the )?thousands? separators?\b/;
const TO_DATES =
  /\b(?:convert|pars|treat|read|turn|interpret|cast)\w*\s+(?:the\s+)?⟨c\d+⟩(?: column| values?)?\s+(?:as|to|into)\s+(?:an? )?(?:proper |real )?(?:datetimes?|dates?|timestamps?)(?: (?:and times?|types?|values?|objects?|format))*|\b(?:the )?dates? (?:are|is|were) (?:written|given|stored|formatted|in the format)\b[^.;\n]*(?:\.[a-z][^.;\n]*)*|\bpd\.to_datetime\b[^.;,\n]*/;

/**
 * Takes conversions that the import has made: text to numbers and to dates, where every column that the sentence speaks of has become
 * one. A column that has not keeps its sentence, which then stops the answer.
 */
export function takeConversions(text: MarkedText, profile: TableProfile): void {
  const typesNear = (at: number): string[] => {
    const all = sentencesIn(text.marked);
    const own = all.findIndex((one) => at >= one.from && at < one.from + one.text.length);
    for (const piece of [all[own]?.text ?? "", text.marked]) {
      const types = columnsIn(piece, text).flatMap(
        (name) => profile.columns.find((one) => one.name === name)?.type ?? [],
      );
      if (types.length > 0) return types;
    }
    return [];
  };
  take(text, TO_NUMBERS, (match) => {
    const types = typesNear(match.index);
    return types.length > 0 && types.some((type) => type === "integer" || type === "number")
      ? true
      : undefined;
  });
  take(text, TO_DATES, (match) => {
    const types = typesNear(match.index);
    return types.some((type) => type === "date" || type === "timestamp") ? true : undefined;
  });
}
