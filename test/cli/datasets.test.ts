import {afterAll, beforeAll, expect, test} from "vitest";
import {newPlace, type Place} from "./run_cli.ts";

let place: Place;
const orders = Array.from(
  {length: 40},
  (_, at) => `${1000 + at},${1 + (at % 8)},${10 + at},${at % 2 ? "Lisbon" : "Oslo"}`,
);
const HEAD = "order_id,customer_id,amount_eur,city";
beforeAll(async () => {
  place = newPlace();
  place.file("orders.csv", [HEAD, ...orders].join("\n"));
  const people = Array.from({length: 8}, (_, at) => `${at + 1},p${at}@mail.example,${at % 3}`);
  place.file("customers.csv", ["id,email,tier", ...people].join("\n"));
  place.file("orders_march.csv", [HEAD, ...orders, "1040,3,7.5,Oslo"].join("\n"));
  await place.run(["import", place.path("orders.csv"), place.path("customers.csv")]);
}, 60_000);
afterAll(() => place.remove());

const datasets = (...args: string[]) => place.run(["datasets", ...args]);

test("an import says which known table it is like", async () => {
  const ran = await place.run(["import", place.path("orders_march.csv"), "--name", "march"]);
  expect(ran.stdout).toMatch(
    /It looks like a newer version of orders \(imported on [^)]+\): all of its rows are in here, and 1 more\./,
  );
  const told = JSON.parse((await datasets("copies", "march", "--json")).stdout);
  expect(told).toMatchObject([{name: "orders", likeness: "more rows"}]);
}, 60_000);

test("described, tagged, put on a bucket, and found by all of these and by values", async () => {
  await datasets("describe", "orders", "--title", "Orders of the shop", "--description", "since 2019");
  await datasets("tag", "orders", "Finance", "shop");
  expect((await datasets("tag", "orders", "shop", "--remove")).stdout).toBe("orders: finance\n");
  expect((await datasets("bucket", "orders", "Books")).stdout).toBe("orders is on Books.\n");
  expect((await datasets("bucket")).stdout).toMatch(/Books +1/);
  for (const words of [["2019"], ["finance"], ["shop"]]) {
    const found = JSON.parse((await datasets("search", ...words, "--json")).stdout);
    expect(found[0].dataset.name, words.join(" ")).toBe("orders");
  }
  const byValue = JSON.parse((await datasets("search", "lisbon", "--json")).stdout);
  expect(byValue.map((one: {dataset: {name: string}}) => one.dataset.name).sort()).toEqual([
    "march",
    "orders",
  ]);
  expect((await datasets("search", "p3@mail.example")).stdout).toContain("Nothing was found");
}, 60_000);

test("the catalogue says what a row is, and joins their evidence", async () => {
  const {stdout} = await datasets("catalogue", "orders");
  expect(stdout).toContain("one row per order, by order_id");
  expect(stdout).toContain("units: amount_eur €");
  expect((await datasets("joins", "customers")).stdout).toContain(
    "orders.customer_id = customers.id: 100 % of the values of orders are in customers",
  );
}, 60_000);

test("deleting asks for --yes, and takes the answers along", async () => {
  const asked = await place.run(["ask", "total amount by city", "--data", "orders", "--json"]);
  const {recipe} = JSON.parse(asked.stdout);
  const refused = await datasets("delete", "orders");
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("--yes");
  expect((await datasets("delete", "orders", "--yes")).stdout).toMatch(/^orders is deleted: 1 version, /);
  expect((await datasets("--json")).stdout).not.toContain('"orders"');
  const replayed = await place.run(["replay", recipe]);
  expect(replayed.stderr).toContain("The data of orders was deleted on");
  expect(replayed.status).toBe(2);
  expect((await datasets("delete", "orders", "--yes")).stderr).toContain("There is no dataset orders.");
}, 60_000);

test.each([
  [["describe", "nothing"], "There is no dataset nothing."],
  [["tag", "customers", "a,b"], "no comma"],
  [["describe", "customers", "--visibility", "everyone"], "visibility"],
  [["describe", "customers", "--rename", "My Table"], "Call it my_table."],
  [["search", "x", "--limit", "many"], "--limit"],
])("%s is bad use, and says what to do", async (args, said) => {
  const ran = await datasets(...args);
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain(said);
});
