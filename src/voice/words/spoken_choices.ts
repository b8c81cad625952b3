import type {Answer} from "../../channels/channel.ts";
import {namesOf, plainReading} from "./plain_names.ts";

const MOST_SPOKEN = 3;
const LONGEST = 90;

/** The choices of an answer as they are said, in their order: short, and each different from the others. */
export function spokenChoices(answer: Answer): string[] {
  const names = namesOf(answer);
  const said = answer.choices.map((choice) => asThing(shortened(plainReading(choice.said, names))));
  return said.map((one, at) => {
    const isAlone = one !== "" && said.every((other, index) => index === at || other !== one);
    if (isAlone) return one;
    const assumed = /; assuming: ([^;]*)/.exec(answer.choices[at]!.said)?.[1];
    return assumed === undefined
      ? `number ${at + 1} on your screen`
      : shortened(`${one}, ${plainReading(assumed, names)}`);
  });
}

/** "Do you mean the total sales, or the number of orders?" */
export function askWhich(answer: Answer): string {
  const choices = spokenChoices(answer);
  const told = choices.slice(0, MOST_SPOKEN);
  if (told.length === 1) return `Do you mean ${told[0]}?`;
  const more = choices.length > told.length ? ", or another that is on your screen" : "";
  const list = more === "" ? `${told.slice(0, -1).join(", ")}, or ${told.at(-1)}` : told.join(", ");
  return `Do you mean ${list}${more}?`;
}

/** "average price by region" is "the average price by region", "rows: Title" "a list of Title". */
function asThing(said: string): string {
  const list = /^rows: (.+)$/.exec(said)?.[1];
  if (list !== undefined) return `a list of ${list}`;
  return /^(?:total|average|median|highest|lowest|number|count|standard|variance|share)\b/.test(said)
    ? `the ${said}`
    : said;
}

/** A part of a text that is no longer than can be listened to, ending with a whole word. */
export function shortened(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  const cut = [...text.slice(0, longest)].join("").replace(/[\ud800-\udbff]$/, "");
  const end = cut.lastIndexOf(" ");
  return (end > longest / 2 ? cut.slice(0, end) : cut).replace(/[,;:\s]+$/, "");
}
