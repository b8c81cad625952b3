import {expect, test} from "vitest";
import type {TableProfile} from "../../../src/data/profile.ts";
import type {Plan} from "../../../src/planning/plan.ts";
import {conversationFor} from "../../../src/store/conversations.ts";
import {saveDataset} from "../../../src/store/datasets.ts";
import {saveFeedback, saveTurn} from "../../../src/store/turns.ts";
import {examplesFor} from "../../../src/workspace/memory/examples.ts";
import {describeStores} from "../../store/dialects.ts";

const profileOf = (table: string) => ({table, columns: []}) as unknown as TableProfile;
const sqlPlan = (sql: string): Plan => ({
  steps: [{id: "s1", tool: "run_sql", input: {sql}}],
  headline: "s1",
});

describeStores("examples", (store) => {
  test("a question whose SQL also reads a table that is not at hand is no example, however alike it is", async () => {
    for (const name of ["penguins", "payroll"])
      await saveDataset(store(), "w", {
        name,
        version: {hash: name, path: "/x", rows: 1, columns: [], receipt: {}, sourcePath: "/x"},
      });
    const conversation = await conversationFor(store(), "w", {
      platform: "t",
      installation: "l",
      conversation: "c",
    });
    for (const [question, sql] of [
      ["heaviest penguins by island", "SELECT * FROM penguins"],
      ["heaviest penguins by island and pay of Ann Smith", "SELECT * FROM penguins JOIN payroll USING (id)"],
    ] as const) {
      const turn = await saveTurn(store(), "w", {
        conversation,
        question,
        state: "answered",
        plan: sqlPlan(sql),
      });
      await saveFeedback(store(), "w", {turn, actor: "ann", verdict: "up"});
    }
    const questions = async (...tables: string[]) =>
      (await examplesFor(store(), "w", "heaviest penguins by island and pay", tables.map(profileOf)))
        .map(({question}) => question)
        .sort();
    expect(await questions("penguins")).toEqual(["heaviest penguins by island"]);
    expect(await questions("penguins", "payroll")).toHaveLength(2);
  });
});
