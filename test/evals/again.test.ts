import {expect, test} from "vitest";
import {isAgain} from "../../evals/again.ts";

const answer = (text: string, ...values: (number | string)[]) => ({
  answer: text,
  values: values.map((value) => ({
    name: "v",
    value,
    unit: null,
    evidence: {step: "answer", row: 0, column: "v"},
  })),
});

test.each([
  ["the same number", answer("It is 412.", 412), true],
  ["the same number but for a last digit", answer("It is 412.", 412.0000000001), true],
  ["the same number among others", answer("412 of 900", 900, 412), true],
  ["another number", answer("It is 430.", 430), false],
  ["no number", answer("I cannot tell."), false],
])("a wrong answer of 412 is given again by %s: %#", (_, given, again) => {
  expect(isAgain({values: [412], text: "It is 412."}, given as never)).toBe(again);
});

test("a name that was wrong is wrong again, beside whatever number", () => {
  expect(isAgain({values: ["West", 3], text: ""}, answer("West: 3", "West", 3) as never)).toBe(true);
  expect(isAgain({values: ["West", 3], text: ""}, answer("East: 3", "East", 3) as never)).toBe(false);
});

test("where there was no value, the text is what must not come again", () => {
  expect(isAgain({values: [], text: "Nothing is missing."}, answer("Nothing is missing. ") as never)).toBe(
    true,
  );
  expect(isAgain({values: [], text: "Nothing is missing."}, answer("2 are missing.") as never)).toBe(false);
});
