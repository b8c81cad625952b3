import {createWriteStream} from "node:fs";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pipeline} from "node:stream/promises";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import yazl from "yazl";
import type {SentFile} from "./local/attachments.ts";
import {ANSWERED_MS, type RunningDiscord, runningDiscord, SALES} from "./running.ts";

let running: RunningDiscord;

beforeAll(async () => {
  running = await runningDiscord({largestFile: 1_000_000});
}, ANSWERED_MS);
afterAll(() => running[Symbol.asyncDispose]());

/** What somebody is told who asks with a file. */
async function toldOf(file: SentFile, question = "total amount?") {
  const {discord} = running;
  const ana = discord.person("Ana");
  const acme = discord.guild("Acme", {owner: ana});
  const asked = discord.say(ana, acme.channel, `${discord.mention} ${question}`, {files: [file]});
  const thread = await discord.until(() => discord.thread(asked), "a thread");
  const answer = await discord.answerIn(thread);
  expect(discord.messagesIn(thread).filter((one) => one.isBots)).toHaveLength(1);
  expect(discord.problems).toEqual([]);
  return answer;
}

/** A zip of one file. */
async function zipOf(name: string, content: Buffer): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "tabletalk-zip-"));
  const zip = new yazl.ZipFile();
  zip.addBuffer(content, name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(join(folder, "a.zip")));
  const bytes = await readFile(join(folder, "a.zip"));
  await rm(folder, {recursive: true});
  return bytes;
}

describe("bad input is answered with a clear short line, and the bot lives on", {
  timeout: ANSWERED_MS,
}, () => {
  it.each([
    [
      "of no kind that is read",
      {name: "talk.mp3", content: Buffer.from("ID3\x04\x00rest")},
      /read|kind|type|CSV/i,
    ],
    ["of nothing", {name: "empty.csv", content: ""}, /empty/i],
    [
      "whose name lies",
      {name: "sales.xlsx", content: Buffer.from("\x89PNG\r\n\x1a\n picture", "latin1")},
      /read|Excel|xlsx/i,
    ],
    [
      "that is told to be too large",
      {name: "huge.csv", content: "a,b\n1,2\n", bytesTold: 1_073_741_824},
      /MiB|large/i,
    ],
    [
      "that is too large though it was told small",
      {name: "big.csv", content: "a,b\n1,2\n".repeat(200_000), bytesTold: 10},
      /MiB|large/i,
    ],
    [
      "with a password",
      // The head of an encrypted workbook: a compound file, no zip.
      {
        name: "secret.xlsx",
        content: Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(1_500)]),
      },
      /read|password/i,
    ],
  ] as const)("a file %s", async (_what, file, said) => {
    const told = await toldOf(file as SentFile);
    expect(told.text).toMatch(said);
    expect(told.text.length).toBeLessThan(900);
  });

  it("an archive that would fill the disk", async () => {
    const bomb = await zipOf("bomb.csv", Buffer.alloc(600 * 1024 * 1024, "0,1\n"));
    expect(bomb.length).toBeLessThan(1_000_000);
    const told = await toldOf({name: "bomb.zip", content: bomb});
    expect(told.text).toMatch(/large|MiB|unpack|archive/i);
  });

  it("an empty mention is greeted, with what could be asked", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    discord.say(ana, acme.channel, discord.mention);
    expect((await discord.answerIn(acme.channel)).text).toMatch(/ask/i);
    expect(discord.problems).toEqual([]);
  });

  it("a question as long as Discord lets it be", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const question = `total amount? ${"and so on ".repeat(398)}`.slice(0, 4_000);
    const asked = discord.command(ana, acme.channel, "ask", {question, file: SALES});
    const answer = await asked.answer();
    expect(answer.text.length).toBeGreaterThan(0);
    expect(discord.problems).toEqual([]);
  });

  it("names and cells that would call everyone, link, or break out of their formatting do nothing", async () => {
    const evil = [
      "@everyone",
      "<@&1> @here",
      "[win](https://evil.example/x)",
      "```\n# owned\n```",
      "**bold** `code` ||spoiler||",
      "<https://evil.example> https://evil.example/y",
    ];
    const rows = evil.map((cell, at) => `"${cell}",${at + 1}`).join("\n");
    const file = {
      name: "@everyone [x](https://evil.example).csv",
      content: `"@here [h](https://evil.example/h)",amount\n${rows}\n`,
    };
    const {discord} = running;
    const mallory = discord.person("@everyone [m](https://evil.example)");
    const acme = discord.guild("Acme", {owner: mallory});
    const asked = discord.say(
      mallory,
      acme.channel,
      `${discord.mention} show all rows @everyone [q](https://evil.example/q)`,
      {
        files: [file],
      },
    );
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    await discord.answerIn(thread);
    const more = discord.command(mallory, acme.channel, "ask", {
      question: "amount by @here [h](https://evil.example/h)",
      file,
    });
    await more.answer();
    const said = [...discord.messagesIn(thread), ...discord.messagesIn(acme.channel)].filter(
      (one) => one.isBots,
    );
    expect(said.length).toBeGreaterThan(1);
    for (const message of said) {
      expect(message.pinged).toEqual([]);
      expect(message.maskedLinks).toEqual([]);
      // An odd fence would swallow what stands after it.
      expect(message.text.split("```").length % 2).toBe(1);
      expect(message.text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, "")).not.toMatch(
        /@(everyone|here)\b|https?:\/\/evil/,
      );
    }
    expect(discord.problems).toEqual([]);
  });
});
