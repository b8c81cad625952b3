import type {Answer} from "../../channels/channel.ts";
import {harmless} from "../../channels/harmless.ts";
import {disagreements} from "./disagreements.ts";
import {echoOf} from "./echo.ts";
import {namesOf, withPlainNames} from "./plain_names.ts";
import {roundedText} from "./round_for_ear.ts";
import {valuesIn} from "./said_values.ts";
import {headlineOf} from "./say_headline.ts";
import {askWhich, shortened} from "./spoken_choices.ts";
import {toldLines} from "./told_lines.ts";
import {verbalize} from "./verbalize.ts";
import {whereTheRestIs} from "./where_the_rest_is.ts";

/** An answer as it is said: at most two sentences, rounded, and never at odds with what is shown. */
export interface SpokenAnswer {
  /** With digits, for the screen: "Sales were about $4.2 million. That is 8% more than in September." */
  caption: string;
  /** The same in words alone, for a voice. */
  spoken: string;
  /** What in the caption names things though it looks like an amount, for `verbalize`; absent where there is nothing. */
  values?: readonly string[];
}

/** What an answer is said with. */
export interface SpokenOptions {
  /** Whether whoever listens sees the results too; left out: yes. Else nothing is said of a screen. */
  hasScreen?: boolean;
}

/** Longer sentences are not listened to. */
const LONGEST = 320;

/** An answer as at most two sentences: its headline, and one comparison or where the rest is. */
export function spokenAnswer(answer: Answer, {hasScreen = true}: SpokenOptions = {}): SpokenAnswer {
  const sentences = sentencesFor(answer, hasScreen).filter(Boolean).slice(0, 2);
  const caption = oneLine(harmless(sentences.join(" ")));
  const isRight = caption !== "" && disagreements(caption, answer).length === 0;
  return isRight ? asSpoken(caption, valuesIn(caption, answer)) : asSpoken(withoutNumbers(hasScreen));
}

/** Why there is no answer, and what to do: each as a sentence. */
export function spokenFailure(failure: {message: string; next: string}): SpokenAnswer {
  const [what = "This did not work."] = toldLines(failure.message).sentences;
  const [next = ""] = toldLines(failure.next).sentences;
  return asSpoken(
    oneLine(harmless(`${ended(fitting(what, "This did not work."))} ${ended(fitting(next, ""))}`)),
  );
}

function asSpoken(caption: string, values: readonly string[] = []): SpokenAnswer {
  return {
    caption,
    ...(values.length > 0 && {values}),
    spoken: verbalize(caption, values).replace(/(?<=^|[.!?] )\p{Ll}/gu, (letter) => letter.toUpperCase()),
  };
}

function sentencesFor(answer: Answer, hasScreen: boolean): string[] {
  const {declined, choices, parts = [], imported = [], citations = [], plan} = answer;
  if (parts.length > 1) return partSentences(parts, hasScreen);
  if (choices.length > 0) return [askWhich(answer)];
  if (declined) return declinedSentences(answer);
  const file = imported.find(({error}) => error) ?? imported[0];
  if (file && (!plan || answer.answer.trim() === "")) return importSentences(imported);
  if (citations.length > 0) return quoteSentences(answer, hasScreen);
  return answerSentences(answer, hasScreen);
}

function answerSentences(answer: Answer, hasScreen: boolean): string[] {
  const names = namesOf(answer);
  const told = toldLines(withPlainNames(roundedText(answer), names));
  const {headline, rest} = headlineOf(told);
  const echo = withPlainNames(echoOf(answer, headline), names);
  const first = fitting(ended(echo === "" ? headline : `${echo}, ${decapitalized(headline)}`), "");
  const doubt = answer.confidence?.level === "low" ? "I am not sure of this; see how I read it." : "";
  const second = rest === undefined ? "" : fitting(ended(rest), "");
  const where = whereTheRestIs(answer, hasScreen);
  if (first === "") return [where || "The answer is on your screen."];
  return [capitalized(first), doubt || second || where];
}

function partSentences(parts: readonly Answer[], hasScreen: boolean): string[] {
  const [one, two] = parts.map((part) => sentencesFor(part, false)[0] ?? "");
  if (parts.length === 2) return [one ?? "", two ?? ""];
  const rest = hasScreen
    ? `The other ${parts.length - 1} answers are on your screen.`
    : `There are ${parts.length - 1} more answers.`;
  return [one ?? "", rest];
}

function declinedSentences({declined, answer}: Answer): string[] {
  const {reason = answer, suggestions = [], unplaced = []} = declined ?? {};
  const words = unplaced.filter((word) => /\p{L}|\p{N}/u.test(word)).slice(0, 3);
  const first =
    words.length > 0 && /^I can't place/.test(reason)
      ? `I found nothing called ${joined(words, "or")} in this data.`
      : ended(
          (
            toldLines(withPlainNames(reason, [])).sentences[0] ?? "I can't answer that from this data."
          ).replace(/:$/, ""),
        );
  const [suggestion] = suggestions;
  const second = toldLines(reason).sentences[1];
  const next = suggestion
    ? `You could ask: ${shortened(withPlainNames(suggestion, []))}.`
    : second && words.length === 0
      ? ended(fitting(second, ""))
      : "Ask it in other words.";
  return [fitting(first, "I can't answer that from this data."), next];
}

function importSentences(imported: NonNullable<Answer["imported"]>): string[] {
  const failed = imported.find(({error}) => error)?.error;
  if (failed)
    return [fitting(ended(failed.message), "That file could not be read."), fitting(ended(failed.next), "")];
  const datasets = imported.flatMap((file) => file.datasets);
  const [only, another] = datasets;
  if (!only) return ["There was nothing to read in that file.", "Send another one."];
  if (another) return [`I read ${datasets.length} tables.`, "What would you like to know?"];
  const [rows, columns] = [only.rows.toLocaleString("en-US"), only.columns];
  return [
    `${shortened(only.name)} has ${rows} ${only.rows === 1 ? "row" : "rows"} and ${columns} ${columns === 1 ? "column" : "columns"}.`,
    "What would you like to know?",
  ];
}

function quoteSentences(answer: Answer, hasScreen: boolean): string[] {
  const [first = ""] = toldLines(answer.answer).sentences;
  const [source] = answer.citations ?? [];
  const where = hasScreen ? "The quotes are on your screen." : "";
  const from = source ? `${shortened(source.title, 60)} says: ` : "";
  return [`${from}${ended(shortened(first.replace(/^["“]|["”]$/g, ""), 240))}`, where];
}

/** What can be said where the numbers of a caption would be at odds with what is shown. */
function withoutNumbers(hasScreen: boolean): string {
  return hasScreen
    ? "I have the answer, and it is on your screen."
    : "I have the answer, and it is in the thread.";
}

function fitting(sentence: string, other: string): string {
  return sentence.length <= LONGEST ? sentence : other;
}

function ended(sentence: string): string {
  const plain = sentence.trim().replace(/[,;:]+$/, "");
  return plain === "" || /[.!?]["”']?$/.test(plain) ? plain : `${plain}.`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A sentence that goes on after a colon: a common word loses its capital. */
function decapitalized(text: string): string {
  return /^(?:Total|Average|Median|There|The|Number|Count|Share|Highest|Lowest|First|Standard|Yes|No|Rows|It)\b/.test(
    text,
  )
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

function joined(words: readonly string[], last: string): string {
  const [end, ...before] = [...words].reverse();
  return before.length === 0 ? `${end}` : `${before.reverse().join(", ")} ${last} ${end}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
