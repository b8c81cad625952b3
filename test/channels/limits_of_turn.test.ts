import {expect, test} from "vitest";
import {allowanceOfTurn} from "../../src/channels/limits_of_turn.ts";
import {parseModelName} from "../../src/models/name.ts";
import {resolveModel} from "../../src/models/providers.ts";
import {addKey} from "../../src/store/api_keys.ts";
import {countsOf, dayOf} from "../../src/store/limits.ts";
import {changeSetting} from "../../src/store/settings.ts";
import {describeStores} from "../store/dialects.ts";

const model = resolveModel(parseModelName("ollama/qwen3"), {});
const tokens = {input: 100, output: 0};

describeStores("the limits of a turn", (store) => {
  const opened = (workspace: string, actor: string, scene: "service" | "terminal" = "service") =>
    allowanceOfTurn({store: store().within(workspace), workspace, actor, sources: [], scene});
  const limit = (workspace: string, limits: object) =>
    changeSetting(store().within(workspace), workspace, "limits", () => limits, "person:owner");
  const counted = async (workspace: string, person: string) =>
    (await countsOf(store().within(workspace), workspace, person, dayOf(new Date()))).tokens;

  test("are those that an owner set for people and workspace", async () => {
    await limit("t1", {eachPerson: {tokensPerDay: 150}, people: {bob: {tokensPerDay: 1000}}});
    const ann = await opened("t1", "person:ann");
    await ann.take(model, tokens);
    await expect(ann.take(model, tokens)).rejects.toMatchObject({
      code: "limit_reached",
      limit: {of: "person"},
    });
    const bob = await opened("t1", "person:bob");
    await bob.take(model, tokens);
    await bob.take(model, tokens);
    expect([await counted("t1", "ann"), await counted("t1", "bob"), await counted("t1", "")]).toEqual([
      100, 200, 300,
    ]);
  });

  test("count a person's key as the person", async () => {
    const here = store().within("t2");
    await limit("t2", {eachPerson: {tokensPerDay: 150}});
    const person = "0".repeat(36);
    await store()
      .db.insertInto("people")
      .values({id: person, email: "ann@t2.example", created_at: "2026-01-01T00:00:00.000Z"})
      .execute();
    const key = await addKey(here, "t2", {
      name: "laptop",
      prefix: "tt_abc",
      hash: "h".repeat(64),
      scopes: ["*"],
      person,
      role: "analyst",
      createdBy: "person:x",
    });
    await (await opened("t2", `person:${person}`)).take(model, tokens);
    await expect((await opened("t2", `key:${key}`)).take(model, tokens)).rejects.toMatchObject({
      code: "limit_reached",
    });
  });

  test("of people and workspace do not hold in a terminal", async () => {
    await limit("t3", {eachPerson: {tokensPerDay: 10}});
    await (await opened("t3", "person", "terminal")).take(model, tokens);
    expect(await counted("t3", "person")).toBe(100);
  });
});
