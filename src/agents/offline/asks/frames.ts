/** Frames that carry nothing of what is asked: who asks, how politely, of which file, how roughly. One a line, as a pattern. */
const OPENERS = [
  "(?:hi|hey|hello|morning|afternoon)(?: (?:there|team|all|mate))?[,!.]?",
  "(?:quick (?:one|question|q)|question|one more(?: thing)?|another one)\\s*[:,-]",
  "(?:(?:can|could|would|will) (?:you|i|we|someone) )?(?:please |just |quickly )*(?:tell (?:me|us)|let (?:me|us) know|say|remind me|work out|figure out|find out|check)(?: please)?(?= (?:how|what|which|who|whether|if|when|the|our|my|average|total)\\b)",
  "(?:i|we)(?: would|'d)? (?:just |really )?(?:want(?:ed)?|need(?:ed)?|like|love|have|was asked|got asked)(?: you)? to (?:know|understand|find out|learn|work out|figure out|check|tell (?:me|us))",
  "(?:i am |i'm |am |just )?(?:wondering|curious|interested)(?: (?:to know|about))?[,:]?",
  "(?:do (?:you|we|u) know|does anyone know|any (?:idea|clue)|no idea)(?= (?:how|what|which|who|whether|if|when)\\b)",
  "(?:so|ok|okay|right|well|basically|um+|er+|hmm+)[, ]+(?=(?:how|what|which|who|whose|show|give|list|average|total)\\b)",
];
const TAILS = [
  "[,.]? (?:roughly|approximately|approx|more or less|give or take|ballpark|or so|or thereabouts)",
  "[,.]? (?:i guess|i think|i suppose|i wonder|if possible|if you can|if you could|if you know|do you know|would you say|by any chance)",
  "[,.]? (?:all in all|all up|when all is said and done|at the end of the day|in the end|all things considered)",
  "[,.]? (?:please|thanks|thank you|cheers|ta|mate|pal|lol|haha|tho|though)",
  " (?:do|did|have) (?:we|they|you|i) (?:have|hold|got|get)(?: (?:here|there|in total|now|altogether))?",
  " (?:that|which) (?:we|they|i) (?:have|hold|got|have got|keep)(?: (?:here|there|now))?",
  " (?:have|has) (?:we|they|i|it) got(?: (?:here|there|in total|now|altogether))?",
  " (?:in|on) (?:there|here)",
  " in (?:the|this|that|our|my) (?:log|logs|file|export|extract|dump|sheet|spreadsheet|data|dataset|data set|table|report|system|download|csv|workbook|records?)",
];
const OPENER = new RegExp(`^\\W*(?:${OPENERS.join("|")})\\s+(?=\\S)`, "i");
const TAIL = new RegExp(`(?:${TAILS.join("|")})(?=\\W*$)`, "i");
/** Words that ask for nothing by themselves: "what is", without "in the file". */
const BARE =
  /^(?:what|whats|is|are|was|were|which|who|how|many|much|the|a|an|this|that|it|do|does|we|i|you|there|have|has|tell|show|me|about|anything|everything|all|any|got)$/i;
const MOST = 4;

/**
 * A question without the talk around it. What is left must still be a question: a frame that is all there is stays. A tail whose
 * noun is a name of the data ("in the report" beside a column Report) stays too.
 */
export function withoutFrames(question: string, isName: (word: string) => boolean): string {
  let text = question;
  for (let times = 0; times < MOST; times++) {
    const opened = text.replace(OPENER, "");
    const tail = TAIL.exec(opened);
    const last = tail?.[0].trim().split(/\s+/).at(-1) ?? "";
    const cut =
      tail && !isName(last.toLowerCase())
        ? opened.slice(0, tail.index) + opened.slice(tail.index + tail[0].length)
        : opened;
    if (cut === text) return text;
    if ((cut.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !BARE.test(word)).length < 1) return text;
    text = cut;
  }
  return text;
}
