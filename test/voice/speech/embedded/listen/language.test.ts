import {describe, expect, it} from "vitest";
import {languageOf} from "../../../../../src/voice/speech/embedded/listen/language_of.ts";
import {letterPhones} from "../../../../../src/voice/speech/embedded/listen/letter_phones.ts";
import {ngramModel} from "../../../../../src/voice/speech/embedded/listen/ngram_model.ts";
import {type Pronunciations, pronounce} from "../../../../../src/voice/speech/embedded/listen/pronounce.ts";
import {
  plural,
  questionSentences,
  singular,
} from "../../../../../src/voice/speech/embedded/listen/question_sentences.ts";
import {
  saidNumber,
  saidOrdinal,
  saidYears,
} from "../../../../../src/voice/speech/embedded/listen/said_numbers.ts";
import type {Term, Vocabulary} from "../../../../../src/voice/speech/vocabulary.ts";

const term = (kind: Term["kind"], said: string): Term => ({kind, said, written: said});
const sales: Vocabulary = {
  terms: [
    term("table", "orders"),
    term("column", "region"),
    term("column", "total revenue in dollars"),
    term("value", "north"),
    term("value", "zyntrex"),
    term("definition", "net revenue"),
  ],
};

describe("numbers as they are said", () => {
  it.each([
    [0, "zero"],
    [17, "seventeen"],
    [20, "twenty"],
    [45, "forty five"],
    [205, "two hundred five"],
    [1000, "one thousand"],
    [12_340, "twelve thousand three hundred forty"],
  ])("%d is %s", (value, said) => expect(saidNumber(value)).toBe(said));

  it("says years in pairs and as numbers", () => {
    expect(saidYears(1995)).toEqual(["nineteen ninety five"]);
    expect(saidYears(1900)).toEqual(["nineteen hundred"]);
    expect(saidYears(1905)).toEqual(["nineteen oh five"]);
    expect(saidYears(2005)).toEqual(["two thousand five", "two thousand and five"]);
    expect(saidYears(2024)).toContain("twenty twenty four");
    expect(saidYears(2024)).toContain("two thousand twenty four");
  });

  it.each([
    [1, "first"],
    [12, "twelfth"],
    [20, "twentieth"],
    [31, "thirty first"],
  ])("the day %d is the %s", (day, said) => expect(saidOrdinal(day)).toBe(said));
});

describe("plurals", () => {
  it.each([
    ["region", "regions"],
    ["city", "cities"],
    ["day", "days"],
    ["box", "boxes"],
    ["branch", "branches"],
    ["sales", "sales"],
    ["class", "classes"],
  ])("of %s are %s", (one, many) => {
    expect(plural(one)).toBe(many);
    if (one !== many && one !== "class") expect(singular(many)).toBe(one);
  });
});

describe("sentences about data", () => {
  const sentences = [...questionSentences(sales, {sentences: 4000})].map(({words}) => words.join(" "));

  it("speak of every name, in the ways in which it is said", () => {
    for (const {said} of sales.terms) expect(sentences.some((one) => one.includes(said))).toBe(true);
    expect(sentences).toContain("total revenue");
    expect(sentences).toContain("regions");
    expect(sentences.some((one) => /total revenue .*by region/.test(one))).toBe(true);
    expect(sentences.some((one) => /(in|for|from|of) north/.test(one))).toBe(true);
  });

  it("leave nothing of a pattern unfilled, and have words alone", () => {
    for (const one of sentences) expect(one).toMatch(/^[a-z' ]+$/);
  });

  it("are the same each time", () => {
    expect([...questionSentences(sales, {sentences: 4000})].map(({words}) => words.join(" "))).toEqual(
      sentences,
    );
  });

  it("are there without any data", () => {
    const none = [...questionSentences({terms: []}, {sentences: 4000})].map(({words}) => words.join(" "));
    expect(none).toContain("say that again");
  });
});

describe("a model of words in a row", () => {
  const model = parse(
    ngramModel([
      {words: ["sales", "by", "region"], weight: 3},
      {words: ["sales", "by", "month"], weight: 1},
    ]),
  );

  it("gives each context probabilities that add up to one", () => {
    for (const context of [[], ["by"], ["sales", "by"], ["<s>", "sales"], ["region"]]) {
      const words = model.words.filter((word) => word !== "<s>");
      const sum = words.reduce((all, word) => all + 10 ** model.score(context, word), 0);
      expect(sum).toBeCloseTo(1, 2);
    }
  });

  it("expects what was said more, and allows what was not", () => {
    expect(model.score(["sales", "by"], "region")).toBeGreaterThan(model.score(["sales", "by"], "month"));
    expect(model.score(["sales", "by"], "month")).toBeGreaterThan(model.score(["sales", "by"], "sales"));
    expect(model.score(["sales", "by"], "sales")).toBeGreaterThan(-6);
  });
});

describe("how words are pronounced", () => {
  const dictionary: Pronunciations = new Map([
    ["region", ["R IY JH AH N"]],
    ["box", ["B AA K S"]],
    ["cat", ["K AE T"]],
    ["by", ["B AY"]],
    ["buy", ["B AY"]],
    ["k", ["K EY"]],
    ["w", ["D AH B AH L Y UW"]],
    ["h", ["EY CH"]],
  ]);
  const silent = async () => new Map<string, string>();

  it("looks up, adds endings, and spells what has no vowel", async () => {
    const said = await pronounce(
      ["region", "regions", "boxes'", "cats", "box's", "kwh", "zyntrex"],
      dictionary,
      silent,
    );
    expect(said.get("region")).toEqual(["R IY JH AH N"]);
    expect(said.get("regions")).toEqual(["R IY JH AH N Z"]);
    expect(said.get("cats")).toEqual(["K AE T S"]);
    expect(said.get("box's")).toEqual(["B AA K S IH Z"]);
    expect(said.get("kwh")).toEqual(["K EY D AH B AH L Y UW EY CH"]);
    expect(said.has("zyntrex")).toBe(false);
  });

  it("guesses the others from their letters, as flite says them", async () => {
    const guessed = await letterPhones(["zyntrex", "superstore"]);
    expect(guessed.get("zyntrex")).toMatch(/^Z IH N T R/);
    expect(guessed.get("superstore")).toBe("S UW P ER S T AO R");
  });

  it("never hears a common word for one of the data that sounds the same", async () => {
    const parts = {dictionary, common: ["buy", "cat"], spell: silent, sentences: 200};
    const {dictionary: words, model, unsaid} = await languageOf(sales, parts);
    expect(words).toMatch(/^by B AY$/m);
    expect(words).not.toMatch(/^buy /m);
    expect(words).toMatch(/^cat K AE T$/m);
    expect(unsaid).toContain("zyntrex");
    expect(model).not.toContain("zyntrex");
  });
});

/** Reads an ARPA model and scores as its format says: the longest context that is there, else back off. */
function parse(text: string) {
  const scores = new Map<string, {score: number; back: number}>();
  let order = 0;
  for (const line of text.split("\n")) {
    const heading = /^\\(\d)-grams:/.exec(line);
    if (heading) order = Number(heading[1]);
    if (!order || !line.startsWith("-")) continue;
    const [score, ...rest] = line.split(" ");
    const back = rest.length > order ? Number(rest.pop()) : 0;
    scores.set(rest.join(" "), {score: Number(score), back});
  }
  const score = (context: readonly string[], word: string): number => {
    const found = scores.get([...context, word].join(" "));
    if (found) return found.score;
    return (scores.get(context.join(" "))?.back ?? 0) + score(context.slice(1), word);
  };
  return {score, words: [...scores.keys()].filter((key) => !key.includes(" "))};
}
