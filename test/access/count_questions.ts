import {countQuestion} from "../../src/access/limits.ts";
import type {Principal} from "../../src/access/principal.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import {accessOver} from "./acme.ts";

/** A process that asks twenty questions at once of a store's file, and prints how many were let through. */
const [path = "", person = ""] = process.argv.slice(2);
const store = await openSqliteStore(path);
const access = await accessOver(store);
const ann: Principal = {
  kind: "person",
  workspace: "acme",
  person,
  actor: `person:${person}`,
  role: "analyst",
  scopes: ["*"],
  projects: new Map(),
};
const tries = await Promise.allSettled(Array.from({length: 20}, () => countQuestion(access, ann)));
const broken = tries.find((one) => one.status === "rejected" && one.reason.code !== "limit_reached");
if (broken) throw (broken as PromiseRejectedResult).reason;
process.stdout.write(String(tries.filter((one) => one.status === "fulfilled").length));
await store.close();
