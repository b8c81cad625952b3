import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Writable} from "node:stream";
import {afterAll, beforeAll, expect, test} from "vitest";
import type {Answer} from "../../../src/channels/channel.ts";
import {reportParts} from "../../../src/channels/chat/compose_reports.ts";
import {storedAnswer} from "../../../src/channels/chat/stored_answer.ts";
import {reportOfConversation} from "../../../src/channels/reports/make_report.ts";
import {createTerminal} from "../../../src/channels/terminal/channel.ts";
import {createRuntime, type Runtime, WORKSPACE} from "../../../src/commands/runtime.ts";
import {startTurns, type Turns} from "../../../src/commands/turns.ts";
import {reportWriter} from "../../../src/commands/write_report.ts";
import {loadConfig} from "../../../src/config.ts";
import {type ReportDocument, reportDocumentSchema} from "../../../src/reports/document.ts";
import {unboundIn} from "../../../src/reports/verify_document.ts";
import {reportById} from "../../../src/store/reports.ts";

const WEATHER = join(import.meta.dirname, "../../../samples/seattle-weather.csv");

let home: string;
let runtime: Runtime;
let turns: Turns;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "tabletalk-report-"));
  runtime = createRuntime(loadConfig({home}));
  turns = startTurns(runtime, [WEATHER], {});
});
afterAll(async () => {
  await runtime[Symbol.asyncDispose]();
  rmSync(home, {recursive: true, force: true});
});

/** Asks as in a terminal; the answer, what was printed, and the turn's id. */
async function say(
  question: string,
  conversation = "one",
): Promise<{answer: Answer; shown: string; turn: string}> {
  let shown = "";
  const output = new Writable({
    write(chunk, _encoding, done) {
      shown += String(chunk);
      done();
    },
  });
  const quiet = new Writable({write: (_chunk, _encoding, done) => done()});
  const channel = createTerminal({output, progress: quiet, writeReport: reportWriter(runtime)});
  const result = await turns.ask(question, {conversation, channel}, {charts: "asked"});
  if ("error" in result) throw result.error;
  if (!("answer" in result)) throw new Error("it was asked before");
  return {answer: result.answer, shown, turn: result.turn};
}

async function documentOf(answer: Answer): Promise<ReportDocument> {
  const found = await reportById(await runtime.store(), WORKSPACE, answer.reports![0]!.id);
  return reportDocumentSchema.parse(found?.content);
}

test("before anything was found, a report is refused with what to do", async () => {
  await expect(say("make a report of this conversation", "empty")).rejects.toThrow(/no finding yet/);
});

test("answers become findings whose numbers are all bound; the file is written where a terminal says", async () => {
  await say("total precipitation by weather as a bar chart");
  await say("correlation between temp_max and wind");
  await say("correlation between temp_min and wind");
  const {answer, shown, turn} = await say('export the whole analysis as SQL, called "Rain & wind"');
  const document = await documentOf(answer);
  expect(document.title).toBe("Rain & wind");
  expect(unboundIn(document)).toEqual([]);
  const kinds = document.sections[0]!.blocks.map(({kind}) => kind);
  expect(kinds.filter((kind) => kind === "finding")).toHaveLength(3);
  expect(kinds).toContain("chart");
  expect(document.comparisons).toMatch(/^2 tests: 2 with p below 0\.05/);
  expect(document.datasets).toMatchObject([
    {name: "seattle_weather", rows: 1461, source: "seattle-weather.csv"},
  ]);
  expect(document.recipes).toHaveLength(3);
  const path = /^Report: (.*\.sql)$/m.exec(shown)?.[1];
  expect(readFileSync(path!, "utf8")).toContain('CREATE OR REPLACE VIEW "a1_answer" AS');
  // It is kept with its turn, for whoever comes back.
  const stored = await storedAnswer(await runtime.store(), WORKSPACE, turn);
  expect(stored?.answer?.reports).toEqual(answer.reports);
});

test("of the last answers only those are told, and a chat gets a picture, the file and a link", async () => {
  const {answer} = await say("report on the last answer as Excel");
  const document = await documentOf(answer);
  expect(document.recipes.map(({question}) => question)).toEqual(["correlation between temp_min and wind"]);
  const store = await runtime.store();
  const desk = {
    service: {store: {within: () => store}, charts: runtime.charts},
    settings: {publicUrl: "https://t.example.com", largestFile: 1},
  } as unknown as Parameters<typeof reportParts>[0];
  const sheet = await reportParts(desk, WORKSPACE, answer);
  expect(sheet.map(({kind}) => kind)).toEqual(["file", "text"]);
  const page = await reportParts(desk, WORKSPACE, {
    ...answer,
    reports: [{...answer.reports![0]!, format: "pdf"}],
  });
  expect(page.map(({kind}) => kind)).toEqual(["picture", "file", "text"]);
  expect(JSON.stringify(page.at(-1))).toContain("https://t.example.com/r/ttl_");
});

test("turns that are named are told in the order in which they are named", async () => {
  const store = await runtime.store();
  const first = await say("how many rows are there", "two");
  const second = await say("average wind by weather", "two");
  const rows = await store.db
    .selectFrom("turns")
    .select("conversation")
    .where("id", "=", first.turn)
    .execute();
  const wish = {conversation: rows[0]!.conversation, asOf: new Date(), timeZone: "UTC"};
  const turnsOf = async (ids: string[]) =>
    (await reportOfConversation(store, WORKSPACE, {...wish, turns: ids})).recipes.map(
      ({question}) => question,
    );
  expect(await turnsOf([second.turn, first.turn])).toEqual([
    "average wind by weather",
    "how many rows are there",
  ]);
  await expect(turnsOf(["of another"])).rejects.toThrow(/There is no answer of another/);
});
