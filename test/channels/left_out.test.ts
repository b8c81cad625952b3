import {expect, test} from "vitest";
import {leftOutLines} from "../../src/channels/left_out.ts";
import type {Artifact} from "../../src/tools/tool.ts";

test("rows that the import left out in doubt are said under the answers that their data set gives", () => {
  const message = "1 row says that it is a total or a note: left out of the table (line 32).";
  const dataset = (name: string, doubt: boolean) =>
    ({
      name,
      version: {
        receipt: {entries: [{kind: "totals", message, reverse: {totals: "keep"}, ...(doubt && {doubt})}]},
      },
    }) as never;
  const artifacts = new Map([["s1", {provenance: {datasets: [{name: "orders", hash: "h"}]}} as Artifact]]);
  expect(leftOutLines([dataset("orders", true)], artifacts)).toEqual([`Not counted: ${message}`]);
  expect(leftOutLines([dataset("orders", false)], artifacts)).toEqual([]);
  expect(leftOutLines([dataset("other", true)], artifacts)).toEqual([]);
});
