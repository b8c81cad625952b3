import {type ReportDocument, reportDocumentSchema} from "../../src/reports/document.ts";

/** A report of so many findings, each with its chart, and a table of so many rows. */
export function salesDocument({
  findings = 2,
  rows = 5,
  title = "Sales of 2024",
}: {
  findings?: number;
  rows?: number;
  title?: string;
} = {}): ReportDocument {
  const months = Array.from({length: 12}, (_, at) => `2024-${String(at + 1).padStart(2, "0")}-01`);
  const tables: Record<string, unknown> = {
    orders: {
      title: "Orders",
      units: {amount: "$", share: "%"},
      sql: ['SELECT * FROM "sales" ORDER BY 1'],
      table: {
        columns: [
          {name: "order", type: "integer"},
          {name: "customer", type: "text"},
          {name: "day", type: "date"},
          {name: "amount", type: "number"},
          {name: "share", type: "number"},
          {name: "paid", type: "boolean"},
        ],
        rows: Array.from({length: rows}, (_, at) => [
          at + 1,
          at === 0 ? "=1+1" : `Customer ${at}`,
          `2024-03-${String(1 + (at % 28)).padStart(2, "0")}`,
          at * 10.5,
          at / 400,
          at % 2 === 0,
        ]),
      },
    },
  };
  const blocks: unknown[] = [];
  for (let at = 0; at < findings; at++) {
    const key = `f${at}`;
    tables[key] = {
      title: `Revenue ${at}`,
      units: {revenue: "$"},
      sql: [`SELECT month, sum(amount) AS revenue FROM "sales" WHERE part = ${at} GROUP BY 1`],
      table: {
        columns: [
          {name: "month", type: "date"},
          {name: "revenue", type: "number"},
        ],
        rows: months.map((month, place) => [month, 1000 + at * 100 + place * 10]),
      },
    };
    const number = `$${(1110 + at * 100).toLocaleString("en")}`;
    const text = `Part ${at} ended the year at ${number}.`;
    const start = text.indexOf(number);
    const evidence = [
      {
        text: String(at),
        start: 5,
        end: 5 + String(at).length,
        evidence: [{step: key, row: 0, column: "(notes)"}],
      },
      {text: number, start, end: start + number.length, evidence: [{step: key, row: 11, column: "revenue"}]},
    ];
    blocks.push({kind: "finding", headline: {text, evidence}, strength: "strong"});
    blocks.push({
      kind: "chart",
      table: key,
      altText: `Revenue of part ${at} by month`,
      spec: {kind: "line", x: "month", y: "revenue", title: `Revenue ${at}`},
    });
  }
  return reportDocumentSchema.parse({
    ...{
      format: 1,
      kind: "report",
      title,
      madeAt: "2026-01-05T10:00:00Z",
      asOf: "2025-12-31",
      timeZone: "UTC",
    },
    summary: [{text: "Revenue rose."}],
    sections: [
      {id: "findings", title: "Findings", blocks},
      {id: "orders", title: "All orders", blocks: [{kind: "table", table: "orders", title: "Orders"}]},
    ],
    tables,
    datasets: [
      {
        ...{
          name: "sales",
          hash: "ab12",
          rows: 100,
          columns: 6,
          source: "sales.csv",
          receipt: ["Header in row 1"],
        },
        origin: {
          ...{
            kind: "kaggle",
            ref: "ann/sales",
            title: "Sales",
            version: 3,
            fetchedAt: "2026-01-01T00:00:00Z",
          },
          url: "https://www.kaggle.com/datasets/ann/sales",
          licence: {name: "CC BY-NC 4.0", use: "non_commercial"},
        },
      },
    ],
    recipes: [{id: "c0ffee", question: "revenue by month"}],
  });
}
