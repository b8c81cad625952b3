import {expect, test} from "vitest";
import {bindText} from "../../src/reports/bind_text.ts";
import {unboundIn, verifyDocument} from "../../src/reports/verify_document.ts";
import {failure} from "../data/workplace.ts";
import {salesDocument} from "./sales_document.ts";

test("a document whose numbers are cells is one that may be shown", () => {
  expect(unboundIn(salesDocument())).toEqual([]);
});

test("a number that no cell says fails the whole document, and is named", async () => {
  const document = salesDocument();
  document.summary.push({text: "Revenue was $99,999 in all.", evidence: []});
  const error = await failure(Promise.resolve().then(() => verifyDocument(document)));
  expect(error).toMatchObject({code: "internal"});
  expect(error.message).toContain('"$99,999"');
});

test("a number that is bound to another cell than it says fails, too", () => {
  const document = salesDocument();
  const [block] = document.sections[0]!.blocks;
  if (block?.kind !== "finding") throw new Error("no finding");
  block.headline.evidence[1]!.evidence = [{step: "f0", row: 3, column: "revenue"}];
  expect(unboundIn(document)).toHaveLength(1);
  block.headline.evidence[1]!.evidence = [{step: "f0", row: 99, column: "revenue"}];
  expect(unboundIn(document)).toHaveLength(1);
});

test("a chart of a table that is not there fails", () => {
  const document = salesDocument();
  delete document.tables.orders;
  expect(unboundIn(document)).toEqual(["the table orders"]);
});

test("numbers of a text are found in cells, names, days and the count of rows; others are told", () => {
  const {tables} = salesDocument();
  const {body, unbound} = bindText("12 months: $1,110 in December 2024 of Revenue 1, not 77.", tables);
  expect(unbound).toEqual(["77"]);
  expect(body.evidence.map(({text}) => text)).toEqual(["12", "$1,110", "December 2024", "1"]);
});
