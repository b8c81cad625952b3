/** Sounds without meaning, wherever they stand. */
const SOUNDS =
  /(?<![\p{L}\p{N}'-])(?:u+m+|u+h+|e+r+m*|h+m+|m+h*m+|ah+|uh-huh|you know)(?![\p{L}\p{N}'-])[,.]*/giu;
/** What is said before a question without being of it. */
const GREETING =
  /^[\s,.]*(?:(?:ok|okay|so|well|alright|all right|right|hey|hi|hello|hey there|tabletalk|now|oh|and then|then|yeah)(?:[\s,.!]+|$))+/iu;
const ASKING =
  /^(?:(?:(?:can|could|would|will) you (?:just |maybe |quickly )*(?:tell me(?: about)?|let me know|say)|(?:just )?tell me(?: about)?|i(?:'d| would) like (?:you )?to (?:know|see|find out)|i (?:want|need|wanted) (?:you )?to (?:know|see|find out)|i(?:'m| am) (?:wondering|curious)|i was wondering|do you (?:happen to )?know|let me (?:know|see)|(?:can|could|may) i (?:see|get|have|ask(?: you)?)|let's see|what i(?:'d like| want) to know is)(?=[\s,])[\s,]*|(?:can|could|would|will) you (?:just |maybe |quickly )*(?=(?:show|give|list|compare|plot|draw|chart|find|make|count|rank|sort|split|run|test|predict|forecast|calculate|compute|break)\b))/iu;
const PLEASE = /(?<![\p{L}\p{N}'])please(?![\p{L}\p{N}'])[,]*/giu;
const AFTER =
  /[\s,]+(?:for me|if you can|if possible|if you don't mind|thanks|thank you|right now)(?=[\s.?!]*$)/iu;

/** A transcript without sounds and politeness; what would be left of nothing else stays. */
export function withoutFillers(transcript: string): string {
  const plain = transcript
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  const quiet = plain.replace(SOUNDS, " ").replace(PLEASE, " ").replace(/\s+/g, " ").trim();
  const short = quiet.replace(GREETING, "").replace(ASKING, "").replace(AFTER, "").trim();
  const isQuestion = (text: string): boolean => (text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) > 0;
  return isQuestion(short) ? short : isQuestion(quiet) ? quiet : plain;
}
