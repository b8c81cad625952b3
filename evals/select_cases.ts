import {createHash} from "node:crypto";
import type {SuiteCase} from "./outside/adapter.ts";

/** Which cases of a suite are asked. */
export interface Selection {
  only?: readonly string[] | undefined;
  half?: "first" | "second" | undefined;
  limit?: number | undefined;
}

/** The cases asked, in the suite's order. Halves are parted by a hash of the group, so that wordings of one thing stay together. */
export function selectCases(cases: readonly SuiteCase[], selection: Selection): SuiteCase[] {
  const {only, half, limit} = selection;
  return cases
    .filter((one) => !only || only.includes(String(one.id)))
    .filter((one) => !half || halfOf(one) === half)
    .slice(0, limit);
}

/** Says a selection, so that two runs of the same one are known as such. */
export function saySelection({only, half, limit}: Selection): string {
  const parts = [
    half && `${half} half`,
    only && `only ${only.join(",")}`,
    limit !== undefined && `first ${limit}`,
  ];
  return parts.filter(Boolean).join(", ") || "all";
}

function halfOf(one: SuiteCase): "first" | "second" {
  const digest = createHash("sha256")
    .update(one.group ?? String(one.id))
    .digest();
  return digest[0]! % 2 === 0 ? "first" : "second";
}
