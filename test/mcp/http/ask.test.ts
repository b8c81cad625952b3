import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {changeLimits} from "../../../src/access/limits.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import {oneRevision, type Revision, toldBy} from "../running.ts";
import {type Serving, serving} from "./serving.ts";

let server: Serving;
beforeAll(async () => {
  server = await serving();
  await server.numbers("acme", "numbers", 10);
});
afterAll(() => server[Symbol.asyncDispose]());

/** Asks as whoever a token is of. */
async function askerOf(revision: Revision, key: string) {
  const client = await server.client(revision, key);
  return async (question: string, more: Record<string, unknown> = {}) =>
    toldBy(await client.callTool({name: "ask", arguments: {question, ...more}}, {timeout: 60_000}));
}

const conversationOf = (text: string): string => /conversation (\w+)$/.exec(text)?.[1] ?? "";

describe.each(oneRevision(0))("ask over HTTP, in revision %s", (revision) => {
  it("goes on with the conversations of the one who asks, and of nobody else", async () => {
    const ann = await askerOf(revision, (await server.key("analyst")).key);
    const bob = await askerOf(revision, (await server.key("analyst")).key);
    const first = await ann("how many rows are there?");
    expect(first.text).toMatch(/^Count of rows: 10\n/);
    const conversation = conversationOf(first.text);
    expect((await ann("only those with n over 7", {conversation})).text).toMatch(/^Count of rows: 3\n/);
    expect(await bob("only those with n over 7", {conversation})).toMatchObject({
      isError: true,
      text: expect.stringMatching(/no such conversation/),
    });
  });

  it("is taught words by whoever may teach", async () => {
    const viewer = await askerOf(revision, (await server.key("viewer")).key);
    const analyst = await askerOf(revision, (await server.key("analyst")).key);
    const word = revision === "2025-11-25" ? "bigs" : "hugies";
    const lesson = `By ${word} I mean n over 7`;
    expect((await viewer(lesson)).text).not.toMatch(/^Noted/);
    expect((await analyst(lesson)).text).toMatch(/^Noted/);
    expect((await viewer(`how many ${word} are there?`)).text).toMatch(/^Count of rows: 3\n/);
  });

  it("counts questions, and says when there were enough", async () => {
    const {key, person} = await server.key("viewer");
    const owner = localPrincipal("acme");
    await changeLimits(server.access, owner, {people: {[person]: {questionsPerDay: 1}}});
    const ask = await askerOf(revision, key);
    expect((await ask("how many rows are there?")).isError).toBe(false);
    expect(await ask("how many rows are there?")).toMatchObject({
      isError: true,
      text: expect.stringMatching(/limit of 1 questions a day/),
    });
    await changeLimits(server.access, owner, {});
  });
});
