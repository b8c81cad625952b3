import {expect, test} from "vitest";
import {requestOf} from "../../../src/channels/requests/find.ts";
import type {RequestScene} from "../../../src/channels/requests/request.ts";

const said = (text: string) => requestOf({message: {text}} as RequestScene);

// Expressions that look back at every word would take minutes here, and nobody else would be answered meanwhile.
test("a message of any length is passed on at once", async () => {
  const words = "how much was sold by region ";
  expect(await said(words.repeat(20_000))).toBeUndefined();
  expect(await said(words.repeat(70))).toBeUndefined();
});
