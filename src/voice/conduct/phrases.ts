import type {Move} from "./move.ts";

/** What is said around a command without changing it, at its beginning and at its end. */
const BEFORE =
  /^(?:(?:please|um+|uh+|er+m?|ah|oh|well|so|ok|okay|alright|all right|right|hey|yo|just|now|actually|and|but|no|thanks|thank you|great|perfect|cool|yes|yeah|sorry|hey tabletalk|tabletalk|hey there|could you|can you|would you|will you|can we|let's|lets|i want you to|i'd like you to|you can|go ahead and|kindly|then)\s+)+/;
const AFTER =
  /(?:\s+(?:please|now|thanks|thank you|for me|tabletalk|ok|okay|would you|will you|can you|could you|then|right now|if you can|a bit|a little|a little bit|mate|man))+$/;

const IT =
  "(?:it|that|this|them|these|the (?:last |whole )?(?:answer|result|results|chart|graph|plot|table|numbers?|picture))";
const PLACE =
  "(?:the |our |my )?(?:channel|slack|discord|thread|chat|team|group|conversation|room|others|everyone|everybody|slack channel|discord channel|team channel|sales channel|same channel|same thread)";

const list = (words: string): string => words.replaceAll("\n", " ").trim();
const whole = (pattern: string): RegExp => new RegExp(`^(?:${list(pattern)})$`);

/** Commands as whole utterances: a question that merely holds such a word is none. */
const COMMANDS: readonly {
  is: RegExp;
  kind: "again" | "slower" | "faster" | "send" | "stop" | "wait" | "goodbye";
}[] = [
  {
    kind: "slower",
    is: whole(
      `(?:(?:speak|talk|go|say (?:it|that)|say (?:it|that) again|repeat (?:it|that)|read (?:it|that)|again)(?: but)?(?: a bit| a little| a little bit| much)?(?: more)? (?:slower|slowly))|(?:a bit |a little |a little bit |much )?slower|(?:more )?slowly|slow(?: it| that)? down(?: a bit| a little)?|(?:that(?:'s| is| was)|you(?:'re| are)|it(?:'s| is))(?: talking| speaking| going)?(?: way| much| a bit)? too (?:fast|quick)|too fast|not so fast|less fast`,
    ),
  },
  {
    kind: "faster",
    is: whole(
      `(?:speak|talk|go|say (?:it|that)|read (?:it|that))(?: a bit| a little| much)?(?: more)? (?:faster|quicker|quickly)|(?:a bit |a little |much )?(?:faster|quicker)|speed(?: it)? up(?: a bit| a little)?|(?:that(?:'s| is| was)|you(?:'re| are)|it(?:'s| is))(?: talking| speaking| going)?(?: way| much| a bit)? too slow|too slow|not so slow(?:ly)?|hurry(?: up)?`,
    ),
  },
  {
    kind: "again",
    is: whole(
      `(?:say|read|tell me|play) ${IT}(?: (?:once more|one more time|again|over))|say again|say ${IT} once again|repeat|repeat (?:${IT}|what you said|yourself|the last (?:bit|part|thing|one))(?: once more| one more time| again)?|again|once more|once again|one more time|come again|what was (?:that|it)(?: again)?|what(?: did| do| have) you (?:just )?(?:say|said)(?: again)?|what did you just say|say what|pardon(?: me)?|i beg your pardon|beg your pardon|excuse me|sorry|sorry what|sorry what was that|what|huh|eh|i (?:didn't|did not|couldn't|could not|didnt|couldnt) (?:hear|catch|get|understand)(?: (?:${IT}|you|what you said|the last (?:bit|part)))?|(?:i )?missed ${IT}|what was the (?:answer|number|result)(?: again)?|replay(?: ${IT})?|do you mind repeating ${IT}|would you mind repeating ${IT}|mind repeating ${IT}`,
    ),
  },
  {
    kind: "send",
    is: whole(
      `(?:send|post|share|forward|put|push|drop|copy)(?: ${IT})?(?: (?:to|in|into|on|with|over to|back to) ${PLACE})|(?:send|post|share|forward) ${IT}|(?:send|post|share) ${PLACE} (?:the )?(?:answer|result|chart|it|that|this)`,
    ),
  },
  {
    kind: "goodbye",
    is: whole(
      `(?:good ?bye|bye|bye bye|bye now|farewell|see you|see ya|see you (?:later|soon|tomorrow|next time)|talk to you (?:later|soon|tomorrow)|talk soon|talk later|have a (?:good|nice|great) (?:day|one|evening|weekend)|good night|that(?:'s| is| was|ll be| will be|'ll be) (?:all|it|everything)(?: (?:for now|for today|i need|i needed|i wanted|from me|today|thanks|thank you))*|(?:we(?:'re| are)|i(?:'m| am)) (?:done|finished|good)(?: (?:here|for now|for today|now|thanks|thank you))*|nothing else|no more questions|hang up|end (?:the |this )?call|leave(?: the)? call|close (?:the |this )?call|i(?:'ve| have) (?:got )?to go|gotta go|i(?:'ll| will) let you go)`,
    ),
  },
  {
    kind: "stop",
    is: whole(
      `(?:stop|stop (?:it|that|this|now|talking|speaking|there|right there|please|the (?:music|talking|voice|query|computation))|stop stop(?: stop)*|cancel|cancel (?:${IT}|the (?:question|query|request))|abort|abort (?:it|that)|never ?mind(?: that)?|forget (?:it|that|about it|about that|i asked)|be quiet|quiet|silence|shush|shut up|shh+|enough|that(?:'s| is) enough|enough of that|skip (?:it|that)|drop it|don't bother|mute|stop answering|no stop|no no(?: no)*|no thanks|no thank you|leave it)`,
    ),
  },
  {
    kind: "wait",
    is: whole(
      `(?:wait|wait wait|hold on|hold up|hold it|hang on|pause|one moment|just a (?:moment|second|minute|sec|tick)|(?:wait|hold on|hang on|give me|just|wait just|hold on just)(?: for)? (?:a|one|1|two|another|half a) (?:moment|second|minute|sec|seconds|minutes|bit|tick)|one (?:second|sec|minute)|a (?:moment|second|minute)|a sec|stand by|let me think|let me see|give me a (?:bit|break)|not yet|wait up|i(?:'m| am) thinking)`,
    ),
  },
];

/** What ends a wait. */
const GOING_ON = whole(
  `go on|go ahead|(?:you (?:can|may) )?(?:continue|proceed|resume|carry on|keep going|go on|go ahead|start again|tell me)|(?:i(?:'m| am)|we(?:'re| are)) (?:ready|back|listening|here)(?: now| again)?|(?:all )?ready|unpause|done waiting|what(?:'s| is| was) the answer|that(?:'s| is) it go on`,
);

const COURTESIES: readonly {is: RegExp; reply: string}[] = [
  {
    is: whole(
      `(?:thanks|thank you|thank you (?:so|very) much|thanks (?:a lot|so much|very much|a million|a bunch|again)|many thanks|cheers|much appreciated|(?:great|perfect|cool|nice|awesome|lovely|good|excellent|brilliant|wonderful|ok|okay|alright|super|fine) (?:thanks|thank you)(?: (?:a lot|so much|very much))?|thanks that(?:'s| is) (?:great|helpful|perfect|good|all i needed)|that(?:'s| is| was) (?:great|helpful|very helpful|perfect|good|nice|cool) ?(?:thanks|thank you)?|well done|good job|nice work|great|perfect|awesome|excellent|brilliant|wonderful|lovely|cool|nice)`,
    ),
    reply: "You are welcome.",
  },
  {
    is: whole(
      `(?:hello|hi|hey|hi there|hello there|hey there|hey tabletalk|hello tabletalk|hi tabletalk|good (?:morning|afternoon|evening|day)|howdy|greetings)(?: (?:tabletalk|everyone|everybody|there|again))?`,
    ),
    reply: "Hello. What would you like to know?",
  },
  {
    is: whole("how are you(?: doing)?(?: today)?|how(?:'s| is) it going|what's up"),
    reply: "Well, thank you. What would you like to know?",
  },
  {
    is: whole(
      "(?:are you (?:still )?there|anybody there|is anybody there|can you hear me|do you hear me|you there|testing|test test|testing testing|testing one two three|testing 1 2 3|mic check|is this (?:thing )?on|hello can you hear me|hello are you there)",
    ),
    reply: "I am here. What would you like to know?",
  },
  {
    is: whole("you(?:'re| are) welcome|no problem|no worries|my pleasure"),
    reply: "What would you like to know?",
  },
];

/** Sounds of somebody who listens, or thinks: nobody wants an answer to them. */
const BACKCHANNEL =
  /^(?:(?:m+h*m+|mm+|hm+|u+h*|u+m+|a+h+|o+h+|er+m?|uh huh|mhm|mmhmm|huh uh|ok|okay|k|yeah|yep|yup|yes|ya|right|sure|alright|all right|i see|got it|gotcha|aha|ha|haha|wow|interesting|fine|good|true|exactly|indeed|of course|makes sense|sounds good|i know|uh oh|ahem|no|nope|nah|(?:ha){2,})(?:\s+|$))+$|^(?:the|a|an|and|so|well|like|to|of|it|is|but|or|then|this|that|in|on|for)$/;

/** The words of an utterance in their plainest form: small letters, no marks, one space. */
export function plainWords(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[^\p{L}\p{M}\p{N}'\s]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The command or courtesy that a whole utterance is. */
export function commandOf(said: string): Exclude<Move, {kind: "ask" | "choose"}> | undefined {
  for (const words of isBackchannel(said) ? [said] : [said, said.replace(BEFORE, ""), bare(said)]) {
    const command = COMMANDS.find(({is}) => is.test(words));
    if (command) return {kind: command.kind};
    const courtesy = COURTESIES.find(({is}) => is.test(words));
    if (courtesy) return {kind: "courtesy", reply: courtesy.reply};
  }
  return undefined;
}

/** Whether a whole utterance ends a wait: "ok, go on", "I'm ready". */
export function isGoingOn(said: string): boolean {
  return [said, said.replace(BEFORE, ""), bare(said)].some((words) => GOING_ON.test(words));
}

/** The utterance without what is said around it. */
export function bare(said: string): string {
  const shorter = said.replace(BEFORE, "").replace(AFTER, "");
  return shorter === "" ? said : shorter;
}

/** "Mhm", "okay", or a lone little word. */
export function isBackchannel(said: string): boolean {
  return BACKCHANNEL.test(said);
}
