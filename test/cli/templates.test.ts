import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {newPlace, type Place} from "./run_cli.ts";

let place: Place;
beforeAll(() => {
  place = newPlace();
});
afterAll(() => place.remove());

describe("tabletalk agents", () => {
  test("one is added, changed in part, listed, shown and removed", async () => {
    const text = place.file("told.txt", "You study who comes back, by month.");
    const set = ["--does", "who comes back", "--instructions", `@${text}`, "--tools", "aggregate"];
    expect((await place.run(["agents", "set", "returning", ...set])).stdout).toContain("version 1");
    expect(
      (await place.run(["agents", "set", "returning", "--tools", "aggregate,run_sql"])).stdout,
    ).toContain("version 2");
    expect((await place.run(["agents", "list"])).stdout).toMatch(
      /@returning +who comes back +\[yours, version 2\]/,
    );
    const shown = JSON.parse((await place.run(["agents", "show", "returning", "--json"])).stdout);
    expect(shown).toEqual({
      name: "returning",
      from: "workspace",
      version: 2,
      does: "who comes back",
      instructions: "You study who comes back, by month.",
      tools: ["aggregate", "run_sql"],
    });
    expect((await place.run(["agents", "remove", "returning"])).status).toBe(0);
    expect((await place.run(["agents", "list"])).stdout).not.toContain("@returning");
  });

  test("one of ours is replaced, and is back when that is removed; it cannot be removed itself", async () => {
    await place.run(["agents", "set", "ml", "--does", "nothing but trees"]);
    expect((await place.run(["agents", "show", "ml"])).stdout).toContain("does: nothing but trees");
    expect((await place.run(["agents", "remove", "ml"])).stdout).toContain("again the one that comes with");
    expect(await place.run(["agents", "remove", "ml"])).toMatchObject({status: 2});
  });

  test("an unknown tool is refused with the nearest name", async () => {
    const ran = await place.run(["agents", "set", "ml", "--tools", "train_modle"]);
    expect(ran).toMatchObject({status: 2});
    expect(ran.stderr).toContain('no tool "train_modle"; nearest: train_model');
  });
});

test("tabletalk prompts: one is set as a version, and taken back", async () => {
  const ours = (await place.run(["prompts", "show", "writer"])).stdout;
  const own = place.file("writer.txt", `${ours}\n- Write as a telegram.`);
  expect((await place.run(["prompts", "set", "writer", own])).stdout).toContain("version 1");
  expect((await place.run(["prompts", "list"])).stdout).toContain("writer@workspace.1");
  await place.run(["prompts", "remove", "writer"]);
  expect((await place.run(["prompts", "show", "writer"])).stdout).toBe(ours);
  const poor = await place.run(["prompts", "set", "writer", place.file("poor.txt", "Be kind.")]);
  expect(poor).toMatchObject({status: 2});
});

test("an answer that is disliked is asked again by eval feedback, which fails while the same is answered", async () => {
  const file = place.file("till.csv", "day,shop,taken\n2024-01-01,North,10\n2024-01-02,South,20\n");
  await place.run([file], {input: "total taken\n/down without the float\n"});
  const ran = await place.run(["eval", "feedback", "--json"]);
  expect(ran.status).toBe(1);
  const {results} = JSON.parse(ran.stdout) as {results: {verdict: string; why: string}[]};
  expect(results).toMatchObject([{verdict: "wrong", why: expect.stringContaining("said to be wrong")}]);
  place.file("till.csv", "day,shop,taken\n2024-01-01,North,11\n2024-01-02,South,20\n");
  const after = JSON.parse((await place.run(["eval", "feedback", "--json"])).stdout) as {results: object[]};
  expect(after.results).toMatchObject([{verdict: "error", why: expect.stringContaining("no longer")}]);
});
