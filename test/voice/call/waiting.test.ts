import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {fillerText, startFiller} from "../../../src/voice/call/filler.ts";
import {failure, greeting} from "../../../src/voice/call/phrases.ts";
import {watchSilence} from "../../../src/voice/call/silence.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("while something is worked on", () => {
  it("a second after the question it is said what is done, then every 8 seconds, at most twice more", () => {
    const said: string[] = [];
    const filler = startFiller((text) => said.push(text), 300);
    filler.hear({type: "step", id: "a", tool: "run_sql", state: "started", purpose: "Count the orders"});
    vi.advanceTimersByTime(699);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(["One moment: count the orders."]);
    vi.advanceTimersByTime(60_000);
    expect(said).toHaveLength(3);
    expect(said[1]).toBe("Still working on it.");
  });

  it("nothing is said of what is done already", () => {
    const said: string[] = [];
    const filler = startFiller((text) => said.push(text));
    filler.end();
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([]);
  });

  it.each([undefined, "SELECT * FROM `x`", "word ".repeat(40)])(
    "what cannot be said is left out: %s",
    (doing) => expect(fillerText(0, doing)).toBe("One moment."),
  );
});

describe("when nobody says anything", () => {
  it("they are asked once after 20 seconds, and 60 seconds later the call ends", () => {
    const happened: string[] = [];
    watchSilence({
      isBusy: () => false,
      prompt: () => happened.push("prompt"),
      end: () => happened.push("end"),
    });
    vi.advanceTimersByTime(19_999);
    expect(happened).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(happened).toEqual(["prompt"]);
    vi.advanceTimersByTime(60_000);
    expect(happened).toEqual(["prompt", "end"]);
  });

  it("a word, and what is said or worked on, begin it anew", () => {
    const happened: string[] = [];
    let isBusy = true;
    const silence = watchSilence({
      isBusy: () => isBusy,
      prompt: () => happened.push("prompt"),
      end: () => happened.push("end"),
    });
    vi.advanceTimersByTime(200_000);
    isBusy = false;
    silence.begin();
    vi.advanceTimersByTime(19_000);
    silence.stir();
    vi.advanceTimersByTime(19_000);
    expect(happened).toEqual([]);
    silence.end();
    vi.advanceTimersByTime(200_000);
    expect(happened).toEqual([]);
  });
});

it.each([
  [[], "There is no data to ask about yet."],
  [["orders"], "You can ask about orders."],
  [["orders", "weather"], "You can ask about orders and weather."],
  [["orders", "weather", "bikes"], "You can ask about orders, weather and bikes."],
  [["orders", "weather", "bikes", "visits"], "You can ask about orders, weather, bikes and more."],
])("greets with what there is: %j", (tables, said) => {
  expect(greeting(tables)).toBe(`Hello, this is the analyst. ${said}`);
});

it("tells a failure in one sentence, with what to do", () => {
  expect(failure({message: "There is no column profit.", next: "Ask about sales."})).toBe(
    "There is no column profit; ask about sales.",
  );
  expect(failure({message: "It failed", next: "CSV files can be read"})).toBe(
    "It failed; CSV files can be read.",
  );
});
