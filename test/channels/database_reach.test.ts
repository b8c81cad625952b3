import {expect, test} from "vitest";
import {reachableDatabase} from "../../src/channels/database_reach.ts";
import {running} from "./http/running.ts";

test.each([
  "postgres://postgres@127.0.0.1:5432/tabletalk",
  "postgres://postgres@localhost/tabletalk",
  "postgres://postgres@[::1]/tabletalk",
  "postgres://postgres@2130706433/tabletalk",
  "mysql://root@0x7f.1/mysql",
  "mysql://root@10.0.0.8:3306/mysql",
  "mysql://root@[::ffff:192.168.1.1]/mysql",
  "postgres://a@169.254.169.254:80/latest",
])("a workspace reaches no database at %s", async (url) => {
  await expect(reachableDatabase(url, "public")).rejects.toMatchObject({code: "refused"});
});

test("an operator allows private addresses; those that hand out credentials are called by nobody", async () => {
  const inside = "postgres://a:b@10.0.0.8:5432/sales?schema=own";
  expect(await reachableDatabase(inside, "private")).toBe(inside);
  expect(await reachableDatabase("mysql://a@93.184.215.14/x", "public")).toBe("mysql://a@93.184.215.14/x");
  await expect(reachableDatabase("postgres://a@169.254.169.254/x", "private")).rejects.toMatchObject({
    code: "refused",
  });
});

test("an analyst who names the service's own machine is refused, at once and for good", async () => {
  await using server = await running({works: true});
  const analyst = await server.member("analyst");
  const {json} = await analyst.ask("POST", "/v1/connections", {
    name: "store",
    url: "postgres://tabletalk:pw@127.0.0.1:5432/tabletalk",
  });
  const begun = await analyst.ask("POST", `/v1/connections/${json.id}/import`, {});
  const {json: job} = await analyst.ask("GET", `/v1/jobs/${begun.json.id}`, undefined, {Prefer: "wait=60"});
  expect(job).toMatchObject({state: "failed", attempts: 1, error: {code: "refused"}});
});
