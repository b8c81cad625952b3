import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {BEHAVIOURS} from "./behaviours/all.ts";
import {CHANNELS} from "./channels/all.ts";
import {checkBehaviour, contradictions, differences, type Notes} from "./check.ts";
import type {Driver} from "./driver.ts";

const notes: Notes = new Map();

describe.each(Object.entries(CHANNELS))("%s", (_, start) => {
  let driver: Driver;
  beforeAll(async () => {
    driver = await start();
  });
  afterAll(async () => driver?.[Symbol.asyncDispose]());

  test("what it lacks is what it says that it cannot do", () => {
    expect(contradictions(driver)).toEqual([]);
  });

  test.each(BEHAVIOURS.map((behaviour) => [behaviour.name, behaviour] as const))(
    "%s",
    async (_, behaviour) => {
      const verdict = await checkBehaviour(driver, behaviour, notes);
      if (verdict.state === "NO") throw verdict.error;
    },
  );
});

test("every channel gives the same numbers", () => {
  expect(notes.size).toBeGreaterThan(0);
  expect(differences(notes)).toEqual([]);
});
