import {beforeAll, expect, test} from "vitest";
import type {Access} from "../../src/access/access.ts";
import {changePolicy, policyOf} from "../../src/access/mcp_policy.ts";
import {changeSetting} from "../../src/store/settings.ts";
import {describeStores} from "../store/dialects.ts";
import {accessOver, member} from "./acme.ts";

describeStores("what assistants over MCP may see", (store) => {
  let access: Access;
  beforeAll(async () => {
    access = await accessOver(store());
  });

  test("an owner says it for one workspace; nobody else does", async () => {
    const {principal: owner} = await member(access, "acme", "owner@acme.org", "owner");
    const {principal: ann} = await member(access, "acme", "ann@acme.org", "analyst");
    expect(await policyOf(store(), "acme")).toEqual({sql: "on"});
    expect(await changePolicy(access, owner, {sql: "aggregates"})).toEqual({sql: "aggregates"});
    await expect(changePolicy(access, ann, {sql: "on"})).rejects.toMatchObject({code: "forbidden"});
    expect(await policyOf(store(), "acme")).toEqual({sql: "aggregates"});
    expect(await policyOf(store(), "other")).toEqual({sql: "on"});
  });

  test("one that cannot be read is the strictest", async () => {
    await changeSetting(store(), "odd", "mcp", () => ({sql: "everything"}), "somebody");
    expect(await policyOf(store(), "odd")).toEqual({sql: "off"});
  });
});
