import {expect, test} from "vitest";
import type {ReportDocument} from "../../src/reports/document.ts";
import {selectMethod} from "../../src/tools/prepare_data/select.ts";
import {dashboardKind} from "../../src/workflows/kinds/dashboard.ts";
import {openTable, orders} from "../reports/dashboard/open_table.ts";

test("a node makes a dashboard of a dataset, or of what another node gave, and keeps it", async () => {
  const table = await openTable("shop_orders", orders(300));
  try {
    const kept: ReportDocument[] = [];
    const tools = {
      session: table.session,
      profile: (name: string) => table.session.profile(name),
      artifacts: new Map(),
      signal: new AbortController().signal,
      limits: {timeMs: 30_000, rows: 5_000},
      asOf: new Date("2025-01-01"),
      timeZone: "UTC",
    };
    const west = await selectMethod.run(
      {
        method: "select",
        table: "shop_orders",
        joins: [],
        columns: [],
        distinct: false,
        order: [],
        where: {op: "=", of: {column: "region"}, value: "West"},
      },
      tools,
    );
    const keepDashboard = async ({document}: {document: ReportDocument}) => {
      kept.push(document);
      return {id: `d${kept.length}`, title: document.title};
    };
    const context = {...tools, workspace: "w", run: "r", node: "n", attempt: 1, parts: {keepDashboard}};
    const of = (input: object, artifacts = new Map()) =>
      dashboardKind.run!(dashboardKind.input.parse(input), {...context, artifacts});
    expect(await of({table: "shop_orders", title: "All of it"})).toMatchObject({
      text: "d1",
      title: "All of it",
    });
    await of({table: {$step: "west"}, pattern: "executive"}, new Map([["west", west]]));
    expect(kept.map(({datasets}) => datasets[0]?.rows)).toEqual([300, west.table.rows.length]);
    await expect(of({table: "nowhere"})).rejects.toMatchObject({code: "unknown_table"});
  } finally {
    await table.close();
  }
}, 60_000);
