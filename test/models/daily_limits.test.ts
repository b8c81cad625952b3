import {expect, test} from "vitest";
import {openAllowance} from "../../src/models/daily_limits.ts";
import {parseModelName} from "../../src/models/name.ts";
import {resolveModel} from "../../src/models/providers.ts";
import {addToDay} from "../../src/store/usage.ts";
import {describeStores} from "../store/dialects.ts";

const free = resolveModel(parseModelName("ollama/qwen3"), {});
const priced = resolveModel(
  parseModelName("openai/gpt-4.1"),
  {OPENAI_API_KEY: "k"},
  {price: {input: 10, output: 100}},
);
const unpriced = resolveModel(parseModelName("openrouter/x/y"), {OPENROUTER_API_KEY: "k"});
const noon = new Date("2026-11-21T12:00:00Z");

describeStores("limits of a day", (store) => {
  const allowance = (workspace: string, limits: object, person?: string, now = noon) =>
    openAllowance({
      store: store().within(workspace),
      workspace,
      sources: [{limits, raisedBy: "An owner of the workspace"}],
      now: () => now,
      ...(person !== undefined && {person}),
    });
  const used = (workspace: string, person = "") =>
    addToDay(store().within(workspace), workspace, person, "2026-11-21", {tokens: 0, costMicros: 0});

  test("let requests through until they are reached, and say which, until when, and who can raise it", async () => {
    const {take} = allowance("d1", {person: {tokens: 1000}}, "ann");
    await (await take(free, {input: 300, output: 500})).settle({input: 300, output: 400});
    const refused = await take(free, {input: 301, output: 500}).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: "limit_reached",
      message:
        "Your limit of 1,000 tokens a day for models is reached: 700 are used, and this question needs more.",
      next: expect.stringContaining("in 12 h 0 min. An owner of the workspace can raise it"),
      limit: {of: "person", resetsAt: "2026-11-22T00:00:00.000Z"},
      retryAfterSeconds: 43_200,
    });
    expect(await used("d1", "ann")).toEqual({tokens: 700, costMicros: 0});
  });

  test("of a workspace hold for all its people together; those of a person for each", async () => {
    const limits = {workspace: {tokens: 1000}, person: {tokens: 600}};
    const ann = allowance("d2", limits, "ann");
    const bob = allowance("d2", limits, "bob");
    await ann.take(free, {input: 600, output: 0});
    await expect(ann.take(free, {input: 1, output: 0})).rejects.toMatchObject({limit: {of: "person"}});
    await bob.take(free, {input: 400, output: 0});
    await expect(bob.take(free, {input: 1, output: 0})).rejects.toMatchObject({limit: {of: "workspace"}});
    expect(await used("d2")).toEqual({tokens: 1000, costMicros: 0});
    expect((await used("d2", "ann")).tokens).toBe(600);
  });

  test("count money where models cost any; a free one is asked on", async () => {
    const {take} = allowance("d3", {workspace: {cost: 0.01}});
    await (await take(priced, {input: 100, output: 0})).settle({input: 100, output: 95});
    await expect(take(priced, {input: 100, output: 0})).rejects.toMatchObject({
      message: expect.stringContaining("$0.0100 a day for models is reached: $0.01"),
    });
    await take(free, {input: 100_000, output: 0});
    expect(await used("d3")).toEqual({tokens: 100_195, costMicros: 10_500});
  });

  test("on cost pass over a model whose price nobody knows", async () => {
    const {take} = allowance("d4", {workspace: {cost: 100}});
    await expect(take(unpriced, {input: 1, output: 0})).rejects.toMatchObject({
      code: "model_failed",
      next: expect.stringContaining("tabletalk models price"),
    });
    await allowance("d4", {workspace: {tokens: 100}}).take(unpriced, {input: 1, output: 0});
  });

  test("on cost that nobody set let it through, and count it as what it is: unknown", async () => {
    const sources = [{limits: {workspace: {cost: 1}}, raisedBy: "An owner", isDefault: true}];
    const {take} = openAllowance({store: store().within("d8"), workspace: "d8", sources, now: () => noon});
    await take(unpriced, {input: 9, output: 0});
    expect(await used("d8")).toEqual({tokens: 9, costMicros: 0});
  });

  test("begin anew with each day", async () => {
    const limits = {workspace: {tokens: 100}};
    await allowance("d5", limits).take(free, {input: 100, output: 0});
    await expect(allowance("d5", limits).take(free, {input: 1, output: 0})).rejects.toMatchObject({
      code: "limit_reached",
    });
    await allowance("d5", limits, undefined, new Date("2026-11-22T00:00:00Z")).take(free, {
      input: 100,
      output: 0,
    });
  });

  test("hold for requests at once", async () => {
    const {take} = allowance("d6", {workspace: {tokens: 1000}});
    const asked = await Promise.allSettled(
      Array.from({length: 30}, () => take(free, {input: 100, output: 0})),
    );
    expect(asked.filter(({status}) => status === "fulfilled")).toHaveLength(10);
    expect((await used("d6")).tokens).toBe(1000);
  });

  test("are counted where there are none, so that one set later knows of today", async () => {
    await allowance("d7", {}).take(free, {input: 50, output: 0});
    expect((await used("d7")).tokens).toBe(50);
  });
});
