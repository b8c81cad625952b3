import {expect, test} from "vitest";
import {accountsFor, unaccountedWords} from "../../src/planning/words_accounted.ts";

test("slips, short forms, other words and letters in each other's place stand for a word", () => {
  for (const [known, said] of [
    ["stores", "stroes"],
    ["company", "compnies"],
    ["account", "accts"],
    ["quantity", "qty"],
    ["despatch", "dispatch"],
    ["store", "shops"],
  ] as const)
    expect([known, said, accountsFor(known, said)]).toEqual([known, said, true]);
});

test("another word of the same length is no slip", () => {
  expect(accountsFor("date", "late")).toBe(false);
  expect(accountsFor("rating", "dating")).toBe(false);
});

test("chat, negations written together and verbs of having are no words of weight", () => {
  const said = "Read as: count of rows, status is not Refunded";
  expect(unaccountedWords("how many ppl didn't get refunded, anyone?", said)).toEqual([]);
  expect(unaccountedWords("how many were late", said)).toEqual(["late"]);
});

test("what was paid by something is the payment, and what was paid is not", () => {
  expect(unaccountedWords("orders paid by app", "count of rows, payment is app")).toEqual([]);
  expect(unaccountedWords("how many orders were paid", "count of rows, orders, payment is app")).toEqual([
    "paid",
  ]);
});
