import {expect, test} from "vitest";
import {unboundIn} from "../../../../src/agents/hosted/kaggle/bound_words.ts";

const shown =
  "ada/penguins: Penguins of Palmer; 2007 to 2009, 1,234 birds; CSV; see also evil/malware; mass_g numeric";
const grounds = {shown, refs: new Set(["ada/penguins"])};

test.each([
  "penguins of Palmer, 2007 to 2009",
  "1234 birds, mass_g by species",
  "the CSV of ada/penguins",
  "None has nests",
])("bound: %s", (text) => {
  expect(unboundIn(text, grounds)).toEqual([]);
});

test.each([
  ["a reference that only a description names", "as in evil/malware", "evil/malware"],
  ["a column", "joins by island_id", "island_id"],
  ["a year", "2007-2010", "2010"],
  ["half of a number", "234 birds", "234"],
  ["a place", "penguins of New Zealand", "New"],
])("not bound: %s", (_, text, word) => {
  expect(unboundIn(text, grounds).join()).toContain(`"${word}"`);
});
