import {describe, expect, test} from "vitest";
import type {Move, Situation} from "../../../src/voice/conduct/move.ts";
import {moveOf} from "../../../src/voice/conduct/move_of.ts";

const LISTENING: Situation = {choices: [], state: "listening", hasAnswer: true};
const kindOf = (text: string, situation: Partial<Situation> = {}): Move["kind"] =>
  moveOf(text, {...LISTENING, ...situation}).kind;

const COMMANDS: Record<string, readonly string[]> = {
  again: [
    "say that again",
    "Say that again, please.",
    "can you repeat that",
    "repeat",
    "Could you repeat that please?",
    "what was that",
    "pardon",
    "pardon me?",
    "sorry, what?",
    "come again",
    "once more",
    "I didn't catch that",
    "what did you say",
    "sorry I didn't hear you",
    "one more time please",
    "what was the number again",
  ],
  slower: [
    "slower",
    "slower please",
    "can you speak more slowly",
    "slow down",
    "a bit slower",
    "you're too fast",
    "say that again slowly",
    "please talk slower",
    "not so fast",
  ],
  faster: [
    "faster",
    "speak faster please",
    "speed up",
    "a little faster",
    "too slow",
    "go faster",
    "can you talk quicker",
  ],
  send: [
    "send it to the channel",
    "post that",
    "send that to slack",
    "share this with the team",
    "could you post it in the thread please",
    "send the chart to the channel",
    "put it in the channel",
    "post it to Discord",
  ],
  stop: [
    "stop",
    "Stop!",
    "stop talking",
    "cancel",
    "cancel that",
    "never mind",
    "nevermind",
    "be quiet",
    "okay stop",
    "please stop",
    "that's enough",
    "forget it",
    "shut up",
    "no no no",
  ],
  wait: [
    "wait",
    "hold on",
    "hang on a second",
    "one moment please",
    "just a second",
    "give me a minute",
    "wait a minute",
    "pause",
    "ok hold on",
    "let me think",
  ],
  goodbye: [
    "goodbye",
    "bye",
    "bye bye",
    "that's all",
    "that's all, thanks",
    "thanks, bye",
    "that will be all",
    "okay that's it for now",
    "I'm done",
    "hang up",
    "end the call",
    "see you later",
    "have a nice day",
    "nothing else thank you",
  ],
  courtesy: [
    "thanks",
    "thank you",
    "thank you very much",
    "great, thanks",
    "perfect",
    "hello",
    "hi there",
    "Hello Tabletalk",
    "good morning",
    "can you hear me",
    "are you still there?",
    "how are you",
    "hey",
  ],
  nothing: [
    "",
    "mhm",
    "Mm-hmm.",
    "uh huh",
    "ok",
    "okay",
    "yeah",
    "right",
    "um",
    "uh",
    "I see",
    "hmm",
    "ah",
    "got it",
    "yeah yeah",
    "...",
    "the",
    "uh um er",
  ],
  unclear: [
    "the the the the",
    "of and the",
    "pff",
    "k t",
    "cuántas ventas hay en el norte",
    "wie viele Bestellungen gibt es in der Region",
    "quel est le total des ventes",
    "売上はいくらですか",
    "сколько было продаж",
  ],
  ask: [
    "stop times by route",
    "repeat customers by month",
    "first order of each customer",
    "how many repeat orders",
    "wait times by clinic",
    "average wait",
    "cancelled orders last month",
    "how many orders were cancelled",
    "what was the total in march",
    "show me again the sales by region",
    "which channel has the most sales",
    "sales by channel",
    "send me the top five customers",
    "how many posts per day",
    "is the north faster than the south",
    "which route is slower",
    "slowest deliveries",
    "what is the fastest car",
    "goodbye rate by month",
    "hello fresh sales",
    "thanks giving sales",
    "thank you page visits by month",
    "total sales by region",
    "how many rows",
    "median petal length by species",
    "revenue",
    "now by month",
    "no, without refunds",
    "and the lowest?",
    "second quarter sales",
    "top two regions",
    "yes no column counts",
    "ok what are sales by region",
    "stop, what are sales by region",
    "wait show me the profit instead",
    "hold on, how many were returned?",
    "right handed players",
    "what can you do",
    "help",
    "who are you",
    "why",
    "why did sales fall",
    "what about the south",
    "total sales in 2024",
    "2024",
    "what is that in euros",
    "pause duration by session",
    "mute swans by year",
    "send volume by week",
    "share of revenue by region",
    "shared rooms by city",
    "what did customers say about delivery",
    "UK",
    "Noah",
    "yak",
    "AK",
    "Las Vegas and Los Angeles",
    "compare Las Palmas, Los Angeles, El Paso",
    "Des Moines and Los Angeles revenue",
  ],
};

describe.each(Object.entries(COMMANDS))("%s", (kind, utterances) => {
  test.each(utterances)("%s", (text) => {
    expect(kindOf(text)).toBe(kind);
  });
});

test("there are as many utterances as it takes to trust it", () => {
  expect(Object.values(COMMANDS).flat().length).toBeGreaterThan(150);
});

describe("a question", () => {
  test.each([
    ["stop, what are sales by region?", "what are sales by region?"],
    ["Hey Tabletalk, how many orders?", "how many orders?"],
    ["okay so show me profit", "okay so show me profit"],
    ["stop times by route", "stop times by route"],
    ["no, without refunds", "no, without refunds"],
  ])("%s is asked as %s", (text, question) => {
    expect(moveOf(text, LISTENING)).toEqual({kind: "ask", question});
  });

  test("is not taken from what was hardly heard", () => {
    expect(kindOf("total sales by region", {confidence: 0.1})).toBe("unclear");
    expect(kindOf("total sales by region", {confidence: 0.9})).toBe("ask");
    expect(kindOf("stop", {confidence: 0.1})).toBe("stop");
  });

  test("does not end the call, and sends nothing, where it was hardly heard", () => {
    for (const text of ["bye", "that's all", "send it"]) {
      expect(kindOf(text, {confidence: 0.1})).toBe("unclear");
      expect(kindOf(text, {confidence: 0.1, state: "speaking"})).toBe("nothing");
    }
    expect(kindOf("bye", {confidence: 0.9})).toBe("goodbye");
  });

  test("ends the call, or sends, where it was hardly heard but said twice, or said yes to", () => {
    const hardly = {...LISTENING, confidence: 0.1};
    expect(moveOf("goodbye", hardly)).toEqual({kind: "unclear", maybe: "goodbye"});
    expect(kindOf("bye bye", {...hardly, doubted: "goodbye"})).toBe("goodbye");
    expect(kindOf("yes please", {...hardly, doubted: "send"})).toBe("send");
    expect(kindOf("send it", {...hardly, doubted: "goodbye"})).toBe("unclear");
    expect(kindOf("yes", {...LISTENING})).toBe("nothing");
    expect(kindOf("no", {...LISTENING, doubted: "goodbye"})).toBe("nothing");
  });

  test("may be made of the data's own words", () => {
    const words = new Set(["tx", "jp", "7", "dos", "los", "売上", "the"]);
    const known = (word: string): boolean => words.has(word);
    for (const text of ["TX", "JP", "7", "dos los amigos", "売上"]) {
      expect(kindOf(text), text).toBe("unclear");
      expect(kindOf(text, {known}), text).toBe("ask");
    }
    expect(kindOf("the the the the", {known})).toBe("unclear");
    expect(kindOf("cuántas ventas hay en el norte", {known})).toBe("unclear");
  });

  test("is what is typed, however short", () => {
    for (const text of ["TX", "7", "uh", "true", "quel est le total des ventes", "売上"])
      expect(kindOf(text, {isTyped: true}), text).toBe("ask");
    expect(kindOf("stop", {isTyped: true})).toBe("stop");
    expect(kindOf("   ", {isTyped: true})).toBe("nothing");
  });

  test("in another language is one where the call speaks it", () => {
    expect(kindOf("wie viele Bestellungen gibt es in der Region", {language: "de"})).toBe("ask");
  });
});

describe("while the agent speaks", () => {
  test.each([
    ["mhm", "nothing"],
    ["ok", "nothing"],
    ["yeah", "nothing"],
    ["thanks", "nothing"],
    ["great", "nothing"],
    ["pff", "nothing"],
    ["no", "stop"],
    ["stop", "stop"],
    ["hold on", "wait"],
    ["bye", "goodbye"],
    ["total sales by region", "ask"],
    ["sorry what was that", "again"],
  ])("%s: %s", (text, kind) => {
    expect(kindOf(text, {state: "speaking"})).toBe(kind);
  });
});

describe('after "hold on"', () => {
  test.each([
    "go on",
    "ok go on",
    "continue",
    "please continue",
    "I'm ready",
    "okay, I'm ready now",
    "go ahead",
    "you can continue",
    "carry on",
  ])("%s: what was held back is said", (text) => {
    expect(kindOf(text, {isHeld: true})).toBe("goOn");
    expect(kindOf(text)).not.toBe("goOn");
  });

  test.each([
    ["continue to the south", "ask"],
    ["total sales by region", "ask"],
    ["stop", "stop"],
    ["ok", "nothing"],
  ])("%s: %s", (text, kind) => {
    expect(kindOf(text, {isHeld: true})).toBe(kind);
  });
});

test("nothing can be said again before anything was said", () => {
  expect(kindOf("say that again", {hasAnswer: false})).toBe("unclear");
});

describe("a choice", () => {
  const two = ["the average price by region", "the median price by region"];
  const three = ["total sales", "number of orders", "total sales after discount"];
  test.each<[string, readonly string[], number]>([
    ["the first one", two, 0],
    ["first", two, 0],
    ["the second option please", two, 1],
    ["number two", two, 1],
    ["two", two, 1],
    ["no, the second one", two, 1],
    ["no the median please", two, 1],
    ["without tax", ["price without tax", "price with tax"], 0],
    ["option one", two, 0],
    ["the last one", three, 2],
    ["the last", two, 1],
    ["the latter", two, 1],
    ["1", two, 0],
    ["#2", two, 1],
    ["option b", two, 1],
    ["the median", two, 1],
    ["I mean the median", two, 1],
    ["median price", two, 1],
    ["average", two, 0],
    ["the averages please", two, 0],
    ["I meant the number of orders", three, 1],
    ["orders", three, 1],
    ["after discount", three, 2],
    ["total sales", three, 0],
    ["the third", three, 2],
    ["um, the third one I think", three, 2],
    ["yes", ["total revenue by region"], 0],
    ["yeah", ["total revenue by region"], 0],
    ["that's right", ["total revenue by region"], 0],
  ])("%s", (text, choices, number) => {
    expect(moveOf(text, {...LISTENING, choices})).toEqual({kind: "choose", number});
  });

  test.each<[string, readonly string[], Move["kind"]]>([
    ["yes", two, "unclear"],
    ["the third one", two, "unclear"],
    ["price by region", two, "unclear"],
    ["neither", two, "unclear"],
    ["to", two, "unclear"],
    ["for", [...two, ...two], "unclear"],
    ["no median", two, "unclear"],
    ["not the first", two, "unclear"],
    ["no, not the median", two, "unclear"],
    ["the latter", three, "unclear"],
    ["the former", three, "unclear"],
    ["stop", two, "stop"],
    ["never mind", two, "stop"],
    ["say that again", two, "again"],
    ["how many customers are there", two, "ask"],
    ["the median price by month", two, "ask"],
    ["first order of each customer", two, "ask"],
    ["top two regions", two, "ask"],
    ["mhm", two, "nothing"],
  ])("%s is no choice of them", (text, choices, kind) => {
    expect(kindOf(text, {choices})).toBe(kind);
  });

  test("is no choice where none is offered", () => {
    expect(kindOf("the first one")).toBe("ask");
  });
});

test("hostile text is taken in no time, and never breaks", () => {
  const long = "the first ".repeat(2000);
  expect(kindOf(long)).toBe("ask");
  expect(kindOf("\u0000\u202e<break/>".repeat(500))).toBe("unclear");
});
