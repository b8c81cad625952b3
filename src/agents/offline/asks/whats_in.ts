import {compileReading} from "../../../planning/compile.ts";
import {type Ask, blankReading} from "./ask_scene.ts";
import {vocabulary} from "./places_words.ts";

const ASKED =
  /\b(?:describe|summar(?:y|ise|ize)|overview|rundown|run down|lowdown|gist|lay of the land|looking at|tell me about|talk me through|walk me through|explain|introduce|break ?down|inside|contents?|covers?|contains?|structure)\b|\bwhat\b.*\b(?:is|are|have|has|do|does|did|am|got|kind|sort)\b.*\b(?:this|these|that|it|here|in|i|we|file|data|sheet|table|dataset|export|each (?:row|line))\b|\b(?:is|does) (?:each|every|a|one) (?:row|line|record)\b/i;

/** The words that such a question is made of. */
export const WHATS_IN_WORDS = vocabulary(`
  describe | summary | summarise | summarize | overview | rundown | run down | lowdown | gist | lay of the land | lay | land | talk | walk | through | explain |
  introduce | breakdown | inside | content | contents | cover | covers | contain | contains | hold | holds | structure | got | sent | given | received | kind | sort |
  type | information | info | few | sentence | sentences | word | words | short | short version | brief | briefly | plain english | dump | export | download | extract | csv | excel | workbook |
  years | year | dates | period | field | fields | mean | means | new | person | people | stand | stands | represent | represents | each | every | one | first | start |
  time | dealing | working | with | available | main | basics | basic | nutshell | idea | deal | story | open | opened | just opened | before | start`);

/** "whats in this", "describe this file in a few lines": what the profile tells, where nothing else is asked. */
export const askWhatsIn: Ask = ({question, table, before}) => {
  // "how many covers" asks for a number, whatever a file covers.
  if (/\bhow (?:many|much)\b/i.test(question)) return undefined;
  if (!ASKED.test(question) || (before && !/\b(?:file|data|dataset|sheet|table|export)\b/i.test(question)))
    return undefined;
  const reading = blankReading(table.table, {intent: "describe"});
  return {kind: "plan", plan: compileReading(reading, table)};
};
