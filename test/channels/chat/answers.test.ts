import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {ChannelCapabilities} from "../../../src/channels/channel.ts";
import {composeTurn} from "../../../src/channels/chat/compose.ts";
import type {Shown, Visitor} from "../../../src/channels/chat/desk.ts";
import {fitReply} from "../../../src/channels/chat/ladder.ts";
import type {ReplyDocument, ReplyForm, ReplyPart} from "../../../src/channels/chat/reply.ts";
import {storedAnswer} from "../../../src/channels/chat/stored_answer.ts";
import {dropEvents} from "../../../src/store/turn_events.ts";
import {feedbackOn, type StoredTurn} from "../../../src/store/turns.ts";
import {ANSWERED_MS, answered, install, type Process, placeOfWork, says} from "./place_of_work.ts";

const place = placeOfWork();
const {board} = place;
let here: Process;

/** As Discord shows it, without pictures. */
const CODE_BLOCKS: ChannelCapabilities = {
  nativeTable: false,
  nativeChart: false,
  image: false,
  buttons: true,
  files: true,
  maxTextLength: 2_000,
  limits: {codeWidth: 60, buttons: {count: 25, label: 80}},
};

const REGIONS = ["North", "South", "East", "West"];
const HOSTILE = ["**bold**", "<!channel> @everyone", "[x](https://evil.example)", "القاهرة"];

function csv(regions: readonly string[]): string {
  const rows = Array.from({length: 48}, (_, at) => {
    const month = String(1 + (at % 12)).padStart(2, "0");
    return `${at + 1},2024-${month}-05,"${regions[at % 4]}",${(at % 4) * 100 + Math.floor(at / 4) * 2},${at % 6 ? "paid" : "refunded"}`;
  });
  return `order_id,date,region,amount,status\n${rows.join("\n")}\n`;
}

async function importAs(workspace: string, file: string, text: string): Promise<void> {
  const path = join(place.home, file);
  writeFileSync(path, text);
  await here.service.workspace(workspace).importFile(path, {by: "person:owner"});
}

beforeAll(async () => {
  here = await place.open();
  await install(here, "T1", "w1");
  await install(here, "T2", "w2");
  await importAs("w1", "orders.csv", csv(REGIONS));
  await importAs("w2", "towns.csv", csv(HOSTILE));
}, ANSWERED_MS);
afterAll(() => place.close());

type Asked = {turn: StoredTurn & {delivered: string}; document: ReplyDocument; text: string};

/** Asks a question and gives what is shown. */
async function ask(text: string, options: Parameters<typeof says>[1] = {}): Promise<Asked> {
  const taken = await here.desk.take(says(text, options));
  const turn = await answered(here, taken);
  const [post] = board.answers(turn.message);
  const document = post!.document!;
  return {turn, document, text: await shown(document)};
}

async function shown(document: ReplyDocument): Promise<string> {
  const {pieces} = await fitReply(document, CODE_BLOCKS);
  return pieces
    .map((piece) => ("markdown" in piece ? `[${piece.kind}] ${piece.markdown}` : `[${piece.kind}]`))
    .join("\n");
}

function visitor(by = "ann", channel = "general", installation = "T1"): Visitor {
  return {
    place: {platform: "board", installation, channel, audience: "several"},
    person: {id: by, name: by, rank: "member"},
  };
}

function press(action: string, who = visitor()): Promise<Shown> {
  return here.desk.press(who, action, {channel: who.place.channel});
}

async function documentOf(action: string): Promise<{document: ReplyDocument; text: string}> {
  const pressed = await press(action);
  if (pressed.kind !== "document") throw new Error(pressed.kind);
  return {document: pressed.document, text: await shown(pressed.document)};
}

describe("an answer", {timeout: ANSWERED_MS}, () => {
  let median: Asked;
  beforeAll(async () => {
    median = await ask("median amount by region");
  }, ANSWERED_MS);

  it("says the finding first with its numbers bold, then picture and table, then how it was read", () => {
    expect(median.document.summary).toBe(
      "Median amount is highest for West (311) and lowest for North (11).",
    );
    expect(median.text.split("\n")).toEqual([
      "[text] Median amount is highest for West (**311**) and lowest for North (**11**).",
      expect.stringMatching(/^\[text\] Bar chart: Median amount by region; largest is West at 311/),
      "[text] ```",
      "region  median amount   n",
      "──────  ─────────────  ──",
      "West              311  12",
      "East              211  12",
      "South             111  12",
      "North              11  12",
      "```",
      "[note] Read as: median(amount) by region",
    ]);
    expect(median.document.actions.map(({label}) => label)).toEqual([
      "How",
      "Rows",
      "Fix",
      "CSV",
      "Excel",
      "PDF",
      "Good answer",
      "Bad answer",
    ]);
  });

  it("tells how it was computed: reading, steps, SQL, data, recipe", async () => {
    const {text} = await documentOf(`how:${median.turn.id}`);
    expect(text).toContain("[text] Read as: median(amount) by region");
    expect(text).toContain("**1.** compute the measures by the groups · aggregate · orders (version ");
    expect(text).toMatch(/```sql\n[\s\S]*median[\s\S]*\n```/i);
    expect(text).toContain("The numbers came out the same by a second way.");
    expect(text).toContain(`tabletalk replay ${median.turn.recipe}`);
  });

  it("shows the rows behind it", async () => {
    const {document, text} = await documentOf(`rows:${median.turn.id}`);
    expect(text).toContain("[text] The answer is computed from **48** rows.");
    expect(document.parts).toContainEqual(
      expect.objectContaining({
        kind: "table",
        rowsInAll: 48,
        header: ["order_id", "date", "region", "amount", "status"],
      }),
    );
  });

  it("is a file: CSV, Excel", async () => {
    const csvFile = (await documentOf(`csv:${median.turn.id}`)).document.parts[0];
    expect(csvFile).toMatchObject({kind: "file", file: {name: "median_amount_by_region.csv"}});
    expect(new TextDecoder().decode((csvFile as {file: {content: Uint8Array}}).file.content)).toContain(
      "West,311,12",
    );
    const book = (await documentOf(`xlsx:${median.turn.id}`)).document.parts[0];
    const bytes = (book as {file: {content: Uint8Array}}).file.content;
    expect(String.fromCharCode(...bytes.slice(0, 2))).toBe("PK");
  });

  it(
    "is asked anew as a form changes it, once however often it is sent",
    async () => {
      const pressed = await press(`fix:${median.turn.id}`);
      expect(pressed).toMatchObject({kind: "form", form: {id: `fix:${median.turn.id}`}});
      const {form} = pressed as {form: ReplyForm};
      const groups = form.fields.find(({id}) => id === "groups");
      const status = (groups as {options: readonly {value: string; label: string}[]}).options.find(
        ({label}) => label === "status",
      );
      const values = new Map<string, string | string[]>([
        ["what", "avg"],
        ["groups", [status!.value]],
        ["period", "2024-01 to 2024-06"],
      ]);
      const send = () => here.desk.submit(visitor(), form.id, values, {channel: "general"});
      const first = await send();
      expect(first).toMatchObject({kind: "sent", said: expect.stringContaining("avg(amount) by status")});
      expect(await send()).toEqual(first);
      const {message} = first as {message: string};
      const turn = await answered(here, {state: "kept", message, workspace: "w1"});
      expect(turn.reading).toMatchObject({period: {from: "2024-01-01", to: "2024-07-01"}});
      expect(await shown(board.answers(message)[0]!.document!)).toContain("Read as: avg(amount) by status");
    },
    ANSWERED_MS,
  );

  it("refuses what a form cannot mean", async () => {
    const form = `fix:${median.turn.id}`;
    const submit = (values: [string, string][]) => here.desk.submit(visitor(), form, new Map(values), {});
    await expect(submit([["what", "drop table"]])).rejects.toMatchObject({code: "bad_use"});
    await expect(submit([["column", "x"]])).rejects.toMatchObject({code: "bad_use"});
    await expect(submit([["period", "yesterday"]])).rejects.toMatchObject({code: "bad_use"});
    await expect(submit([["limit", "-1"]])).rejects.toMatchObject({code: "bad_use"});
  });

  it("takes opinions, and what was wrong", async () => {
    expect(await press(`up:${median.turn.id}`)).toMatchObject({kind: "done"});
    expect(await press(`down:${median.turn.id}`, visitor("bob"))).toMatchObject({
      kind: "form",
      form: {id: `down:${median.turn.id}`},
    });
    await here.desk.submit(
      visitor("bob"),
      `down:${median.turn.id}`,
      new Map([["comment", "No refunds"]]),
      {},
    );
    const all = await feedbackOn(here.service.store, "w1", median.turn.id);
    expect(all.map(({verdict, comment}) => [verdict, comment])).toEqual([
      ["up", null],
      ["down", "No refunds"],
    ]);
  });

  it("is not there for another conversation or workspace, nor for an id that nobody gave out", async () => {
    for (const name of ["how", "rows", "fix", "csv", "up"])
      await expect(press(`${name}:${median.turn.id}`, visitor("ann", "elsewhere"))).rejects.toMatchObject({
        code: "not_found",
      });
    await expect(press(`how:${median.turn.id}`, visitor("ann", "general", "T2"))).rejects.toMatchObject({
      code: "not_found",
    });
    for (const id of [
      "how",
      "how:",
      "drop:x",
      `choice:${median.turn.id}`,
      `how:${median.turn.id}:1`,
      "how:a'; --",
      "x".repeat(5000),
    ])
      await expect(press(id)).rejects.toMatchObject({code: "bad_use"});
    await expect(press(`choice:${median.turn.id}:0`)).rejects.toMatchObject({code: "not_found"});
    await expect(press(`ask:${median.turn.id}:3`)).rejects.toMatchObject({code: "not_found"});
    await expect(press(`open:${median.turn.id}`)).rejects.toMatchObject({code: "not_found"});
  });
});

describe("other answers", {timeout: ANSWERED_MS}, () => {
  it(
    "a question that cannot be answered says why and offers others, each by a button",
    async () => {
      const {document, turn} = await ask("what is the frobnication of the zorps?", {channel: "odd"});
      expect(document.actions).toEqual([]);
      expect(document.parts[0]).toMatchObject({
        kind: "text",
        markdown: expect.stringContaining('place "frobnication"'),
      });
      const suggestions = document.parts.at(-1);
      expect(suggestions).toMatchObject({kind: "suggestions"});
      const pressed = await press(`ask:${turn.id}:0`, visitor("ann", "odd"));
      expect(pressed).toMatchObject({
        kind: "sent",
        said: (suggestions as Extract<ReplyPart, {kind: "suggestions"}>).questions[0]!.question,
      });
    },
    ANSWERED_MS,
  );

  it(
    "two questions are answered one after the other",
    async () => {
      const {text} = await ask("how many orders were refunded? and what is the average amount?", {
        channel: "two",
      });
      expect(text.split("\n")[0]).toMatch(/^\[text\] \*\*1\.\*\* how many orders were refunded/);
      expect(text).toContain("Count of rows: **8**");
      expect(text).toContain("**2.**");
    },
    ANSWERED_MS,
  );
});

describe("hostile cells", {timeout: ANSWERED_MS}, () => {
  it(
    "do nothing in any text of a reply",
    async () => {
      const {document, text, turn} = await ask("median amount by region", {installation: "T2"});
      const how = await here.desk.press(visitor("ann", "general", "T2"), `how:${turn.id}`, {});
      const all = [text, document.summary, await shown((how as {document: ReplyDocument}).document)].join(
        "\n",
      );
      expect(all).not.toMatch(/<!channel>|@everyone/);
      // Nothing in a code block is a link.
      const outside = all.replaceAll(/```[\s\S]*?```/g, "");
      expect(outside).not.toMatch(/(?<!\\)\]\(|https:\/\/evil/);
      expect(outside.replaceAll(document.summary, "").replaceAll("\\*", "")).not.toContain("**bold**");
      expect(text).toContain("\u2068القاهرة\u2069");
    },
    ANSWERED_MS,
  );
});

describe("an answer whose events are cleaned away", {timeout: ANSWERED_MS}, () => {
  it("is still shown with its table and its files", async () => {
    const {turn} = await ask("total amount by status", {channel: "old"});
    const {store} = here.service;
    await dropEvents(store, new Date(Date.now() + 60_000));
    const stored = await storedAnswer(store, "w1", turn.id);
    const text = await shown(composeTurn({service: here.service, settings: {largestFile: 1}}, stored!));
    expect(text).toContain("[text] Total amount is highest for paid");
    expect(text).toMatch(/^paid +[\d,]+ +40$/m);
    expect(await press(`csv:${turn.id}`, visitor("ann", "old"))).toMatchObject({kind: "document"});
  });
});

describe("before anything is asked", {timeout: ANSWERED_MS}, () => {
  it(
    "someone finds their data, what they asked, and what they could ask",
    async () => {
      const home = await here.desk.home(visitor());
      expect(home.datasets).toMatchObject([{name: "orders", rows: 48, columns: 5, isPrivate: false}]);
      expect(home.recent.map(({question}) => question)).toContain("median amount by region");
      expect(home.settings[0]).toEqual({name: "Model", value: "offline: nothing leaves this machine"});
      expect(home.prompts.length).toBeGreaterThan(1);
      expect((await here.desk.home(visitor("zoe", "general", "T2"))).recent).toEqual([]);
      expect(await here.desk.prompts(visitor())).toEqual(home.prompts);
      expect(await here.desk.datasetsLike(visitor(), "ORD")).toEqual(["orders"]);
      expect(await here.desk.datasetsLike(visitor(), "towns")).toEqual([]);
      const {state} = await ask(home.prompts[0]!, {channel: "prompted"}).then(({turn}) => turn);
      expect(state).toBe("answered");
    },
    ANSWERED_MS,
  );
});
