import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {loadConfig} from "../../src/config.ts";
import {openStore} from "../../src/store/open.ts";
import {changeSetting} from "../../src/store/settings.ts";
import {type RunningServer, startMcp} from "./running.ts";

const TOWNS = ["Ulm", "Bonn", "Kiel"];
const FIRST = ["Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal", "Ida", "Jon"];
const LAST = ["Frost", "Grant", "Hobbs", "Inman", "Jonas", "Kemp"];
/** 60 persons: the 17th earns most, the 6th has a town of their own. */
const people = Array.from({length: 60}, (_, at) => ({
  name: at === 16 ? "Zora Quill" : `${FIRST[at % 10]} ${LAST[Math.floor(at / 10)]}`,
  salary: at === 16 ? 731_377 : 100_003 + ((at * 7_919) % 600_000),
  town: at === 5 ? "Lonely" : TOWNS[at % 3]!,
}));

/** Whose salary an answer tells, and whom it names that the question did not. */
function toldOf(text: string, question: string): string[] {
  const numbers = new Set(
    text
      .replaceAll(/(?<=\d),(?=\d{3})/g, "")
      .match(/\d+(?:\.\d+)?/g)
      ?.map(Number),
  );
  return people.flatMap(({name, salary}) => [
    ...(numbers.has(salary) ? [`${name}: ${salary}`] : []),
    ...(text.includes(name) && !question.includes(name) ? [name] : []),
  ]);
}

describe.each(["aggregates", "off"] as const)("ask where the workspace's policy is %s", (sql) => {
  let server: RunningServer;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tabletalk-ask-policy-"));
    const lines = people.map((one) => Object.values(one).join(","));
    await writeFile(join(folder, "people.csv"), ["name,salary,town", ...lines].join("\n"));
    server = await startMcp({files: [join(folder, "people.csv")]});
    await server.call("list_tables");
    const store = await openStore(loadConfig({home: server.home}, {}));
    await changeSetting(store, "terminal", "mcp", () => ({sql}), "person");
    await store.close();
  }, 60_000);
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, {recursive: true});
  });

  it.each([
    "who has the highest salary?",
    "which person earns most?",
    "what is the highest salary?",
    "what is the smallest salary in Bonn?",
    "what is the salary of Zora Quill?",
    "average salary where name is Zora Quill",
    "salary of zora",
    "average salary in Lonely",
    "list all people with their salary",
    "show the rows with salary over 700000",
    "top 5 people by salary",
    "total salary by name",
    "bar chart of salary by name",
    "how many different names are there?",
    "which names are there?",
    "distribution of salary",
    "histogram of salary",
    "salary by town, highest first, smallest and largest",
    "scatter of salary and town",
    "are there duplicates?",
    "what is in people?",
    "median salary by name",
    "one row per name",
    "average salary of people whose name starts with Z",
    "who is in Lonely?",
    "how unusual are the salaries? show outliers",
    "sort people by salary and take the first",
    "difference in salary between Zora Quill and Ada Frost",
    "share of Zora Quill of the total salary",
    "total salary of Zora Quill and of all others",
    "what would the total salary be without Zora Quill?",
    "how many earn more than 700000?",
    "compare salary of Lonely and Ulm",
    "salary of Zora Quill? and of Ada Frost?",
  ])("tells of nobody: %s", async (question) => {
    const {text, content} = await server.call("ask", {question});
    expect(toldOf(text, question), text).toEqual([]);
    if (/by name|histogram|scatter/.test(question)) expect(content).toHaveLength(1);
  });

  it("keeps what was not told out of the recipe, too", async () => {
    const question = "what is the highest salary?";
    const {text} = await server.call("ask", {question});
    const uri = `tabletalk://recipes/${/recipe (\w+)/.exec(text)?.[1]}`;
    const {contents} = await server.client.readResource({uri});
    expect(contents).toHaveLength(1);
    expect(toldOf(JSON.stringify(contents), question)).toEqual([]);
  });

  it("tells of groups that are large enough, and how many are not", async () => {
    const {text} = await server.call("ask", {question: "average salary by town"});
    expect(text).toMatch(/1 of fewer than 5 rows left out/);
    expect(text).toMatch(/Ulm \d+.*Bonn|Bonn \d+.*Ulm/s);
    expect(text).not.toMatch(/Lonely/);
    const all = await server.call("ask", {question: "what is the average salary?"});
    const mean = people.reduce((sum, {salary}) => sum + salary, 0) / people.length;
    expect(all.text).toContain(`${Number(mean.toPrecision(10))}`);
  });
});
