/** A message that asks what documents say, in its own words. */
export interface DocumentQuestion {
  /** What is to be found in them. */
  about: string;
  /** Which document was named: "the handbook". */
  named: string;
  /** The name says a kind of writing; else it must be the title of a document. */
  plain: boolean;
}

/** What writings are called. */
const WRITING =
  /^(?:\w+ )?(?:documents?|docs?|pdfs?|handbook|manual|guide(?:book|lines?)?|polic(?:y|ies)|contract|agreement|terms(?: (?:and conditions|of (?:service|use)))?|wiki|faqs?|knowledge ?base|rule ?book|rules|regulations?|procedures?|instructions)$/i;
/** Of these, what no table is likely to be called. */
const ONLY_WRITING =
  /\b(?:in|from|through|of) (?:the|our|my) ((?:\w+ )?(?:documents|docs|handbook|manual|wiki|faqs?|knowledge ?base|rule ?book))\s*[?.!]*$/i;

const THE = /^(?:the|our|my|your|this|that|these|those|any of the|any|all the)\s+/i;
const SAYS =
  /^(?:please |and |so |ok,? )*(?:(?:can you )?tell me )?what (?:do|does|did|is|are) (.{2,80}?) (?:say|says|said|state|tell us|tell me|tell|write|specify|require|mention|have to say)\s+(?:about|on|regarding|concerning|of|for|when|if)?\s*(.{2,300})$/i;
const SAYS_IT =
  /^(?:please |and |so )*(?:do|does|did) (.{2,80}?) (?:say|state|mention|tell|specify|cover|allow|forbid)\s+(?:anything |something )?(?:about|on|regarding|us|me)?\s*(.{2,300})$/i;
const ACCORDING =
  /^according to (.{2,80}?),\s*(.{2,300})$|^(.{2,300}?),?\s+according to (.{2,80}?)\s*[?.!]*$/i;
const SEARCH =
  /^(?:please |can you )*(?:search|look|check|find)(?: (?:in|into|through|up))? (.{2,60}?) (?:for|about) (.{2,300})$/i;

/** Whether a message asks what documents say; undefined for all else: data is asked for without naming a writing. */
export function documentQuestionOf(message: string): DocumentQuestion | undefined {
  const text = message.trim().replace(/\s+/g, " ");
  if (text.length > 500) return undefined;
  const says = SAYS.exec(text) ?? SAYS_IT.exec(text);
  if (says) return asked(says[1]!, says[2]!);
  const according = ACCORDING.exec(text);
  if (according) return asked(according[1] ?? according[4]!, according[2] ?? according[3]!);
  const search = SEARCH.exec(text);
  const searched = search && asked(search[1]!, search[2]!);
  if (searched?.plain) return searched;
  const within = ONLY_WRITING.exec(text);
  return within ? asked(within[1]!, text.slice(0, within.index)) : undefined;
}

function asked(named: string, about: string): DocumentQuestion | undefined {
  const name = named.trim().replace(THE, "").trim();
  const what = about.replace(/[\s?.!,]+$/, "").trim();
  if (!name || !/\p{L}/u.test(what)) return undefined;
  return {named: name, about: what, plain: WRITING.test(name)};
}
