import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {SAMPLES} from "../../../src/commands/runtime.ts";
import {oneRevision, type RunningServer, startMcp} from "../running.ts";

describe.each(oneRevision(1))("how a result was computed, as a resource in revision %s", (revision) => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startMcp({files: SAMPLES, revision});
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  const how = async (recipe: unknown) => {
    const {contents} = await server.client.readResource({uri: `tabletalk://recipes/${recipe}/how`});
    return JSON.parse(String((contents[0] as {text?: string}).text));
  };

  it("tells the SQL of a question's steps, and that it gives the same again", async () => {
    const {text} = await server.call("ask", {question: "average body mass by species", tables: ["penguins"]});
    const [, recipe] = /^recipe ([0-9a-f]{12})/m.exec(text) ?? [];
    const told = await how(recipe);
    expect(told).toMatchObject({recipe, sameAgain: true, data: [{table: "penguins"}]});
    expect(told.steps[0].sql.join("\n")).toMatch(/SELECT.*avg\(/is);
  });

  it("tells the steps of a call over a SELECT, with what its method takes for granted", async () => {
    const {structured} = await server.call("run_statistics", {
      method: "group_test",
      table: "SELECT * FROM penguins WHERE Species <> 'Gentoo'",
      args: {column: "Body Mass (g)", group: "Species"},
    });
    const told = await how(structured.recipe);
    expect(told.sameAgain).toBe(true);
    expect(told.steps.map(({tool}: {tool: string}) => tool)).toEqual(["run_sql", "run_statistics"]);
    expect(told.steps[1].notes.join(" ")).toMatch(/normal/);
  });

  it("says of a recipe that is not there what the protocol says", async () => {
    await expect(how("0123456789ab")).rejects.toThrow(/no recipe|not found/i);
    await expect(how("../../etc")).rejects.toThrow();
  });
});
