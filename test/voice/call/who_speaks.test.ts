import {expect, test} from "vitest";
import {whoSpeaks} from "../../../src/voice/call/who_speaks.ts";

const QUIET = 20;
const VOICE = 2_000;

/** Each letter is 20 ms of both: `A`, `B` somebody talks, `a`, `b` they do not. @returns what is heard, and whose turn it became */
function heardOf(talk: readonly [a: number, b: number][], mayPass?: () => boolean) {
  const turns: string[] = [];
  const heard: string[] = [];
  const speaking = whoSpeaks<string>({
    onTurn: (identity) => turns.push(identity),
    ...(mayPass && {mayPass}),
  });
  talk.forEach(([a, b], at) => {
    heard.push(...speaking.hear({identity: "ann", sound: `ann ${at}`, level: a}));
    heard.push(...speaking.hear({identity: "bob", sound: `bob ${at}`, level: b}));
  });
  return {turns, heard};
}
const during = (count: number, a: number, b: number): [number, number][] =>
  Array.from({length: count}, () => [a, b]);

test("one who begins while the other is quiet is heard from before their first word", () => {
  const {turns, heard} = heardOf([...during(50, QUIET, QUIET), ...during(10, QUIET, VOICE)]);
  expect(turns).toEqual(["ann", "bob"]);
  expect(heard).toContain("bob 50");
  expect(heard).toContain("bob 30");
  expect(heard.filter((one) => one.startsWith("bob")).at(-1)).toBe("bob 59");
});

test("one who cuts in is heard once the other is quiet: two voices are never mixed", () => {
  const {turns, heard} = heardOf([
    ...during(30, VOICE, QUIET),
    ...during(20, VOICE, VOICE),
    ...during(40, QUIET, VOICE),
  ]);
  expect(turns).toEqual(["ann", "bob"]);
  const change = heard.findIndex((one) => one.startsWith("bob"));
  expect(heard.slice(0, change).every((one) => one.startsWith("ann"))).toBe(true);
  expect(heard.slice(change).every((one) => one.startsWith("bob"))).toBe(true);
});

test("a click, and noise that goes on, take nobody's turn", () => {
  const {turns} = heardOf([...during(40, QUIET, QUIET), [QUIET, VOICE], ...during(40, QUIET, QUIET)]);
  expect(turns).toEqual(["ann"]);
  // A fan at bob's: once that is known for what it is, ann is heard again.
  const fan = heardOf([...during(300, QUIET, 900), ...during(20, VOICE, 900)]);
  expect(fan.turns.at(-1)).toBe("ann");
});

test("another is listened to once the words of the one before are there, and hears nothing lost", () => {
  let asked = 0;
  const {turns, heard} = heardOf(
    [...during(30, VOICE, QUIET), ...during(30, QUIET, QUIET), ...during(60, QUIET, VOICE)],
    () => ++asked > 40,
  );
  expect(turns).toEqual(["ann", "bob"]);
  expect(asked).toBe(41);
  const bobs = heard.filter((one) => one.startsWith("bob")).map((one) => Number(one.slice(4)));
  expect(bobs[0]).toBeLessThan(60);
  expect(bobs).toEqual(bobs.map((_, at) => (bobs[0] ?? 0) + at));
  // Words that never come hold up nobody for long.
  expect(heardOf([...during(30, VOICE, QUIET), ...during(160, QUIET, VOICE)], () => false).turns).toEqual([
    "ann",
    "bob",
  ]);
});

test("one who is muted and sends nothing any more holds up nobody", () => {
  const turns: string[] = [];
  const speaking = whoSpeaks<string>({onTurn: (identity) => turns.push(identity)});
  for (let at = 0; at < 20; at++) speaking.hear({identity: "ann", sound: "ann", level: VOICE});
  for (let at = 0; at < 60; at++) speaking.hear({identity: "bob", sound: "bob", level: VOICE});
  expect(turns).toEqual(["ann", "bob"]);
});
