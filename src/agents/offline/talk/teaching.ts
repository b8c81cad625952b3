/** What someone says about words that are to be remembered, and not about the data. */
export type Teaching =
  | {kind: "teach"; term: string; meaning: string; always: boolean}
  /** "remember that": what the last correction changed. */
  | {kind: "keep change"}
  | {kind: "forget"; term: string}
  | {kind: "forget all"}
  | {kind: "undo"}
  | {kind: "list"};

const POLITE = /^(?:(?:ok(?:ay)?|so|no|actually|and|also|yes|great|please|pls|now|hey|then)\b[\s,]*)+/i;
const REMEMBER =
  /^(?:(?:can|could|will) you )?(?:please )?(?:remember|note|keep in mind|learn|make a note)(?: (?:that|this|it))?\b\s*[:,-]?\s*|^(?:from now on|from here on|in (?:the )?future|for (?:us|me|the record))\b[\s,:]*/i;
const REMEMBER_AFTER = /[\s,;.]*\b(?:please )?remember (?:that|this|it)\s*[.!]*$/i;
const KEEP_CHANGE =
  /^(?:(?:can|could) you )?(?:please )?(?:remember|save|keep|learn|note|store) (?:that|this|it)(?: (?:please|from now on|for next time|for later|in future|always))*\s*[.!]*$|^(?:always )?do (?:it|that) (?:that way|like that)? ?(?:from now on|always|in future)\s*[.!]*$/i;
const LIST =
  /^(?:what (?:do|did|have|can) you (?:remember(?:ed)?|learn(?:ed|t)?|know about our (?:words|terms))|(?:show|list|see|give|what are)(?: me)? (?:me )?(?:all )?(?:the |my |our |your )?(?:definitions?|(?:saved |taught |remembered )(?:words|terms|definitions))|(?:my |our |the )?definitions|what (?:words|terms|definitions) (?:do you (?:know|remember|have)|have (?:i|we) (?:taught|defined|saved)|are (?:saved|defined|remembered)))(?: (?:so far|now|about (?:us|me)))?\s*[?.!]*$/i;
const FORGET_ALL =
  /^(?:forget|clear|delete|drop|remove) (?:everything|all(?: (?:of it|of them|the|my|our))?(?: ?definitions)?|(?:all )?(?:the |my |our )?definitions)(?: (?:that )?you (?:remember|know|learnt|learned))?\s*[.!]*$/i;
const FORGET =
  /^(?:forget|unlearn|stop remembering|(?:delete|remove|drop) the definition (?:of|for))(?: (?:about|what|the (?:word|definition of|meaning of)))? (.+?)(?: (?:means|meant|definition))?\s*[.!]*$/i;
const UNDO =
  /^(?:undo|take (?:that|it) back|revert|scratch that|un-?do)(?: (?:that|this|it|the last (?:one|change|thing)|what i (?:just )?said))?\s*[.!]*$/i;

/** Ways to say what a word means; the second form needs "remember" before or after it. */
const SAYS: readonly RegExp[] = [
  /^(?:when(?:ever)?|if) (?:i|we|people|they|someone) (?:say|ask for|ask about|talk about|write|use)s? (?<term>.+?)[\s,]+(?:i|we|they|it|that|this) (?<always>always )?(?:means?|am talking about)(?: that)? (?<meaning>.+)$/i,
  /^by (?<term>.+?)[\s,]+(?:i|we|they|people) (?<always>always )?mean (?<meaning>.+)$/i,
  /^(?:please )?define (?:an? |the )?(?<term>.+?) (?:as|to be|to mean|:|=) (?<meaning>.+)$/i,
  /^(?:let'?s |let us |we )?call (?<meaning>.+) [“"'](?<term>[^”"']+)[”"']$/i,
  /^(?<term>.+?) (?<always>always )?(?:is|are) defined (?:as|to be) (?<meaning>.+)$/i,
  /^(?<term>.+?) (?<always>always )?(?:(?:should |shall |must |will )?means?|refers? to|stands? for) (?<meaning>.+)$/i,
];
const SAYS_BRIEFLY: readonly RegExp[] = [
  /^(?<term>[^=]+?)\s*=\s*(?<meaning>[^=].*)$/i,
  /^(?<term>.+?) (?<always>always )?(?:is|are|equals?) (?<meaning>.+)$/i,
];
/** What begins a question, or points at what was said: nothing that is taught. */
const NO_TERM =
  /^(?:what|which|who|whose|how|why|when|where|does|do|did|is|are|was|can|could|it|this|that|these|those|they|i|we|you|if|show|list|chart|plot|calculate|compute|determine|find|report|give|state)\b/i;
/** "@mean_cost[m]": an instruction with a form for its reply. */
const ASKS_FOR_FORM = /@\s?[A-Za-z_]\w*\s?\[/;
const MOST_WORDS = 5;
const LONGEST = 300;

/** What is taught, forgotten, undone or listed; undefined where a text does none of it. */
export function teachingOf(said: string): Teaching | undefined {
  const text = said.trim().replace(POLITE, "").replace(/\s+/g, " ");
  if (text === "" || text.length > LONGEST || ASKS_FOR_FORM.test(text)) return undefined;
  if (LIST.test(text)) return {kind: "list"};
  if (UNDO.test(text)) return {kind: "undo"};
  if (FORGET_ALL.test(text)) return {kind: "forget all"};
  const forgotten = FORGET.exec(text)?.[1];
  if (forgotten && !/^(?:it|that|this|about it)$/i.test(forgotten))
    return {kind: "forget", term: termOf(forgotten)};
  if (KEEP_CHANGE.test(text)) return {kind: "keep change"};
  const asks = text.endsWith("?");
  const before = REMEMBER.test(text);
  const after = REMEMBER_AFTER.test(text);
  const remembered = before || after;
  if (asks && !remembered) return undefined;
  const core = text
    .replace(REMEMBER, "")
    .replace(REMEMBER_AFTER, "")
    .replace(/[.!]+$/, "")
    .trim();
  for (const form of remembered ? [...SAYS, ...SAYS_BRIEFLY] : SAYS) {
    const found = form.exec(core)?.groups;
    if (!found?.term || !found.meaning || NO_TERM.test(found.term)) continue;
    const term = termOf(found.term);
    const meaning = meaningOf(found.meaning);
    if (term === "" || meaning === "" || term.split(" ").length > MOST_WORDS) continue;
    if (!remembered && OF_GROUPS.test(found.meaning)) continue;
    const always = found.always !== undefined || INSTEAD.test(found.meaning);
    return {kind: "teach", term, meaning, always};
  }
  return undefined;
}

/** "price means by region" are averages. */
const OF_GROUPS = /^(?:by|per|of|for|in|across|between|among|and|at|over time|vs|versus)\b/i;

/** "not the column": the meaning goes before the column of that name. */
const INSTEAD = /[\s,(]+(?:instead of|rather than|not) the column\b.*$/i;

/** A word as it is kept: lower case, without its article and its quotes. */
export const termOf = (said: string): string =>
  said
    .trim()
    .replace(/^(?:an?|the|our|my|word|term|any)\s+/i, "")
    .replace(/^[“"'‘]+|[”"'’.,!]+$/g, "")
    .trim()
    .toLowerCase();

const meaningOf = (said: string): string =>
  said
    .trim()
    .replace(INSTEAD, "")
    .replace(
      /^(?:that |when |only |just )?(?:(?:the |those )?ones?|those|anyone|anything|someone|something)\s+(?:(?:that|which|who|whose)\s+)?/i,
      "",
    )
    .replace(/^(?:that|when|where|if)\s+(?:it |they |the )?(?=\p{L})/iu, "")
    .replace(/^[“"'‘]+|[”"'’.,!]+$/g, "")
    .trim();
