import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {mcpWorks} from "../../src/commands/doctor_mcp.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tabletalk-doctor-"));
});
afterAll(() => rm(home, {recursive: true, force: true, maxRetries: 5}));

it("tells how many tools the server shows", async () => {
  expect(await mcpWorks(home, CLI)).toMatch(/^the server starts and shows 1[0-5] tools/);
}, 60_000);

it("tells why a server does not answer", async () => {
  await expect(mcpWorks(home, join(home, "nothing.js"))).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/Cannot find module/),
    next: expect.stringMatching(/tabletalk mcp/),
  });
});
