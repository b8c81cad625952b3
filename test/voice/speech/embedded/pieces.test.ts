import fc from "fast-check";
import {expect, test} from "vitest";
import {pieceCutter} from "../../../../src/voice/speech/embedded/pieces.ts";
import {sayable} from "../../../../src/voice/speech/embedded/sayable.ts";

function pieces(...parts: string[]): string[] {
  const cutter = pieceCutter();
  return [...parts.flatMap((part) => cutter.push(part)), ...cutter.rest()];
}

test("a text is cut where sentences and clauses end, so that the first can be heard while the rest is made", () => {
  expect(
    pieces("Sales were about four million dollars, eight percent more than in March. The chart is there."),
  ).toEqual([
    "Sales were about four million dollars,",
    "eight percent more than in March.",
    "The chart is there.",
  ]);
});

test("a short clause stays with the next: a pause after it would sound like its end", () => {
  expect(pieces("Yes, in North, sales were higher.")).toEqual(["Yes, in North,", "sales were higher."]);
});

test("a piece is there as soon as the next word begins", () => {
  const cutter = pieceCutter();
  expect(cutter.push("Sales were five million")).toEqual([]);
  expect(cutter.push(" dollars.")).toEqual([]);
  expect(cutter.push(" The")).toEqual(["Sales were five million dollars."]);
  expect(cutter.rest()).toEqual(["The"]);
});

test("a clause without an end is cut at a joint", () => {
  const long = `${"sales of goods that were sold ".repeat(3)}and then more ${"of what was sold ".repeat(4)}`;
  const cut = pieces(long);
  expect(cut.length).toBeGreaterThan(1);
  expect(cut.join(" ")).toBe(long.trim());
  for (const piece of cut) expect(piece.length).toBeLessThanOrEqual(110);
});

test("nothing is lost or said twice, however a text is cut up on its way", () => {
  const texts = fc.array(
    fc.constantFrom("Sales ", "were ", "five. ", "North, ", "and ", "then: ", "x".repeat(130)),
  );
  fc.assert(
    fc.property(texts, (parts) => {
      const plain = (text: string): string => text.replace(/\s/g, "");
      expect(plain(pieces(...parts).join(""))).toBe(plain(parts.join("")));
    }),
  );
});

test.each([
  ["Caf\u00e9 M\u00fcller\u2019s share \u2013 up", "Cafe Muller's share, up"],
  ["--help", "help"],
  ["In \u6771\u4eac (Tokyo) five", "In a name that I cannot say Tokyo five"],
  ["\u041c\u043e\u0441\u043a\u0432\u0430 \u0438 \u041f\u0430\u0440\u0438\u0436", "a name that I cannot say"],
  ["a\u0000b\u001b[31mc", "a b 31mc"],
  ["!!!", ""],
])("an English voice is given %j as %j", (text, given) => {
  expect(sayable(text)).toBe(given);
});

test("whatever comes in, what goes on is plain, bounded, and no option of a command", () => {
  fc.assert(
    fc.property(fc.string({unit: "binary", maxLength: 100}), (text) => {
      expect(sayable(text)).toMatch(/^(?:[A-Za-z0-9$%][A-Za-z0-9 .,;:!?'$%-]*)?$/);
    }),
  );
  expect(sayable("word ".repeat(5000)).length).toBeLessThanOrEqual(1000);
});
