import type {Answer} from "../src/channels/channel.ts";
import type {WrongAnswer} from "./suite.ts";

/** To so many parts of its size a number is the same: a last digit of a float may differ. */
const SAME = 1e-9;

/** Whether an answer says again what was said to be wrong: all its headline values, or its text where it had none. */
export function isAgain(wrong: WrongAnswer, answer: Pick<Answer, "answer" | "values">): boolean {
  if (wrong.values.length === 0) return answer.answer.trim() === wrong.text.trim();
  const said = answer.values.map(({value}) => value);
  return wrong.values.every((value) =>
    said.some((one) =>
      typeof value === "number" && typeof one === "number"
        ? Math.abs(one - value) <= SAME * Math.max(Math.abs(value), 1e-12)
        : String(one) === String(value),
    ),
  );
}
