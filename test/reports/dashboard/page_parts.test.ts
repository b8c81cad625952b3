import {expect, test} from "vitest";
import {chartCard, footer} from "../../../src/reports/dashboard/page_parts.ts";
import {salesDocument} from "../sales_document.ts";

test("one row is one row", () => {
  const document = salesDocument();
  const [dataset] = document.datasets;
  const told = (rows: number, columns: number) =>
    footer({...document, datasets: [{...dataset!, rows, columns}]});
  expect(told(1, 1)).toMatch(/, 1 row and 1 column from /);
  expect(told(1_200, 3)).toMatch(/, 1,200 rows and 3 columns from /);
});

test("a sentence of ours stays left to right, whatever name it begins with", () => {
  const document = salesDocument();
  const chart = document.sections.flatMap(({blocks}) => blocks).find((block) => block.kind === "chart")!;
  const card = chartCard({...chart, spec: {...chart.spec, title: "الرياض is 39% of the total"}}, document);
  expect(card).toContain("<h3>الرياض is 39% of the total</h3>");
});
