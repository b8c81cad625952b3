import {expect, test} from "vitest";
import {inSentence} from "../../src/charts/format.ts";
import {wrap} from "../../src/charts/text.ts";

test("a long word is cut behind a stroke or a hyphen, and shows no space that it has not", () => {
  expect(wrap("Thriller/Suspense", 9, 2)).toEqual(["Thriller/", "Suspense"]);
  expect(wrap("Traditional/Legend/Fairytale", 22, 1)).toEqual(["Traditional/Legend/Fa…"]);
  expect(wrap("Black Comedy", 8, 2)).toEqual(["Black", "Comedy"]);
  expect(wrap("Documentary", 8, 2)).toEqual(["Document", "ary"]);
});

test("within a sentence a name is small, but for what people write in capitals", () => {
  expect(inSentence("US Gross")).toBe("US gross");
  expect(inSentence("BODY MASS")).toBe("body mass");
  expect(inSentence("CO2 Emissions")).toBe("CO2 emissions");
});
