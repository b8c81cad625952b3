import {write} from "hucre";
import {afterAll, beforeAll, expect, test} from "vitest";
import {ZipFile} from "yazl";
import {TabletalkError} from "../../../src/errors.ts";
import {detailsOf} from "../../../src/store/dataset_details.ts";
import {datasetsOf} from "../../../src/store/datasets.ts";
import {
  ANSWERED_MS,
  answered,
  install,
  PENGUINS,
  type Process,
  placeOfWork,
  says,
  sent,
} from "./place_of_work.ts";

const place = placeOfWork();
const {board} = place;
let here: Process;
const ORDERS = "region,amount\nnorth,10\nsouth,20\nnorth,30\n";
const names = async () => (await datasetsOf(here.service.store, "w1")).map(({name}) => name);
/** How a message is answered. */
const answerTo = async (...said: Parameters<typeof says>) =>
  answered(here, await here.desk.take(says(...said)));

async function bytesOf({outputStream}: ZipFile): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of outputStream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

beforeAll(async () => {
  here = await place.open();
  await install(here, "T1", "w1");
  await here.service.workspace("w1").importFile(PENGUINS, {by: "person:owner"});
});
afterAll(() => place.close());

test(
  "a file without words is read and described, with questions that can be asked of it; it is its sender's own",
  async () => {
    const turn = await answerTo("", {thread: "t1", files: [sent(board, "orders.csv", ORDERS)]});
    expect(turn).toMatchObject({state: "answered", delivered: "done", question: "What is in orders.csv?"});
    expect(turn.answer).toMatchObject({
      imported: [{name: "orders.csv", datasets: [{name: "orders", rows: 3, columns: 2}]}],
      suggestions: expect.arrayContaining([expect.stringMatching(/region/)]),
    });
    expect(turn.recipe).toBeDefined();
    expect(await detailsOf(here.service.store, "w1", "orders")).toMatchObject({
      owner: "board:T1:ann",
      visibility: "private",
    });

    // Whoever writes in the thread may ask about it there, and nobody elsewhere where others read.
    expect((await answerTo("total amount by region", {thread: "t1", by: "ben"})).summary).toContain("40");
    expect((await answerTo("total amount by region", {thread: "t1"})).summary).toContain("40");
    for (const by of ["ann", "ben"]) {
      const elsewhere = await answerTo("total amount of orders by region", {thread: "t2", by});
      expect(elsewhere.state).not.toBe("answered");
      expect(JSON.stringify([elsewhere.summary, elsewhere.answer])).not.toMatch(/40|20|north|south/);
    }
    const direct = {channel: "D1", audience: "one", addressed: "direct"} as const;
    expect((await answerTo("total amount of orders by region", direct)).summary).toContain("40");
    const other = await answerTo("total amount of orders by region", {...direct, channel: "D2", by: "ben"});
    expect(JSON.stringify([other.summary, other.answer])).not.toMatch(/40|20|north|south/);
  },
  3 * ANSWERED_MS,
);

test(
  "a private dataset is not named to the others: its owner is told to ask in a direct message",
  async () => {
    await answerTo("", {
      channel: "D1",
      audience: "one",
      addressed: "direct",
      files: [sent(board, "pay_2024.csv", "person,pay\nann,1234\nben,2345\n")],
    });
    const turn = await answerTo("average pay in pay 2024", {thread: "public"});
    expect(turn).toMatchObject({state: "failed", answer: {error: {next: "Ask me in a direct message."}}});
    const others = await answerTo("average pay in pay_2024", {thread: "public", by: "ben"});
    expect(JSON.stringify([turn.answer, others])).not.toMatch(/1,?234|2,?345|1,?789/);
    const command = await answerTo("average pay", {options: {datasets: ["pay_2024"]}, by: "ben"});
    expect(command).toMatchObject({state: "failed", summary: "There is no dataset pay_2024."});
  },
  3 * ANSWERED_MS,
);

test(
  "a question that comes with a file is asked of it",
  async () => {
    const turn = await answerTo("total amount by region", {
      thread: "t3",
      files: [sent(board, "sales.csv", "region,amount\neast,5\nwest,6\neast,7\n")],
    });
    expect(turn).toMatchObject({state: "answered", summary: expect.stringContaining("12")});
    expect(turn.answer).toMatchObject({imported: [{datasets: [{name: "sales"}]}]});
  },
  ANSWERED_MS,
);

test(
  "the same file again in a conversation is known, a newer one replaces it, and one of elsewhere stays what it is",
  async () => {
    const again = await answerTo("", {thread: "t4", files: [sent(board, "stock.csv", ORDERS)]});
    expect(again.answer).toMatchObject({imported: [{datasets: [{name: "stock", notes: []}]}]});
    const same = await answerTo("", {thread: "t4", files: [sent(board, "stock.csv", ORDERS)]});
    expect(same.answer).toMatchObject({
      imported: [{datasets: [{name: "stock", notes: ["This is the same file as before."]}]}],
    });
    const newer = await answerTo("total amount", {
      thread: "t4",
      files: [sent(board, "stock.csv", `${ORDERS}south,40\n`)],
    });
    expect(newer.summary).toContain("100");
    const elsewhere = await answerTo("total amount", {
      thread: "t5",
      files: [sent(board, "stock.csv", "region,amount\nnorth,7\n")],
    });
    expect(elsewhere.answer).toMatchObject({imported: [{datasets: [{name: "stock_2"}]}]});
    expect((await answerTo("total amount", {thread: "t4"})).summary).toContain("100");
    expect(await names()).toEqual(expect.arrayContaining(["stock", "stock_2"]));
  },
  3 * ANSWERED_MS,
);

test(
  "of several files those that can be read are, and of each other it is said why not",
  async () => {
    const packed = new ZipFile();
    packed.addBuffer(Buffer.from(ORDERS), "a.csv");
    packed.addBuffer(Buffer.from("city,people\nBerlin,3\nRome,2\n"), "b.csv");
    packed.end();
    const zip = await bytesOf(packed);
    const workbook = Buffer.from(await write({sheets: [{name: "S", rows: [["a"], [1], [2]]}]}));
    const files = [
      sent(board, "two.zip", zip),
      sent(board, "empty.csv", ""),
      sent(board, "page.csv", "<!DOCTYPE html><html><body>Sign in</body></html>"),
      sent(board, "secret.xlsx", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(4096)])),
      sent(board, "cut.zip", zip.subarray(0, zip.length / 2)),
      sent(board, "report.csv", "%PDF-1.7\n1 0 obj"),
      sent(board, "really_a_workbook.csv", workbook),
      {...sent(board, "huge.csv", ORDERS), bytes: 1_000_000_000},
      sent(board, "gone.csv", new TabletalkError("not_found", "The file is gone.", "Send it again.")),
      sent(board, "broken.csv", new Error("ECONNRESET http://secret-host/token")),
      sent(board, "eleventh.csv", ORDERS),
    ];
    const turn = await answerTo("", {thread: "t6", files});
    expect(turn.state).toBe("answered");
    const {imported} = turn.answer as {
      imported: {name: string; datasets: {name: string}[]; error?: {message: string; next: string}}[];
    };
    expect(imported).toHaveLength(11);
    const failed = imported.flatMap(({name, error}) =>
      error ? [{name, said: `${error.message} ${error.next}`}] : [],
    );
    expect(imported[0]!.datasets).toHaveLength(2);
    expect(Object.fromEntries(failed.map(({name, said}) => [name, said]))).toMatchObject({
      "empty.csv": expect.stringMatching(/empty/i),
      "page.csv": expect.stringMatching(/web page/i),
      "secret.xlsx": expect.stringMatching(/password|workbook/i),
      "cut.zip": expect.stringMatching(/zip|archive/i),
      "report.csv": expect.stringMatching(/PDF/),
      "huge.csv": expect.stringMatching(/954 MiB.*2 MiB/),
      "gone.csv": "The file is gone. Send it again.",
      "broken.csv": "The file could not be fetched. Send it again.",
      "eleventh.csv": expect.stringMatching(/10 files/),
    });
    for (const {said} of failed) expect(said).not.toMatch(/uploads|tabletalk-chat|ECONNRESET|secret-host/);
    expect(board.fetched).not.toContain(files[7]!.id);
  },
  3 * ANSWERED_MS,
);

test(
  "where no file can be read the answer says why; an archive that swells is refused",
  async () => {
    const bomb = new ZipFile();
    bomb.addBuffer(Buffer.alloc(400 * 1024 * 1024), "zeros.csv");
    bomb.end();
    const zip = await bytesOf(bomb);
    const turn = await answerTo("what is in it?", {thread: "t7", files: [sent(board, "bomb.zip", zip)]});
    expect(turn).toMatchObject({state: "failed", delivered: "done"});
    expect(turn.summary).toMatch(/^bomb\.zip: /);
    expect(turn.answer).toMatchObject({error: {next: expect.any(String)}, imported: [{name: "bomb.zip"}]});
  },
  3 * ANSWERED_MS,
);

test(
  "whoever may only look on can ask, but bring no data",
  async () => {
    const guest = {id: "gil", name: "gil", rank: "guest"} as const;
    const turn = await answerTo("", {thread: "t8", person: guest, files: [sent(board, "mine.csv", ORDERS)]});
    expect(turn).toMatchObject({state: "failed", summary: expect.stringContaining("role analyst")});
    expect(await names()).not.toContain("mine");
  },
  ANSWERED_MS,
);

test(
  "a process that has not the platform leaves messages with its files to those that have",
  async () => {
    const bare = await place.open({delivers: false});
    const taking = await place.open({works: false});
    const turn = await answered(
      taking,
      await taking.desk.take(says("", {thread: "t9", files: [sent(board, "apart.csv", ORDERS)]})),
    );
    expect(turn.answer).toMatchObject({imported: [{datasets: [{name: "apart"}]}]});
    await Promise.all([bare.close(), taking.close()]);
  },
  2 * ANSWERED_MS,
);
