import {afterAll, beforeAll, expect, it} from "vitest";
import {handleHttpJobs} from "../../../src/channels/http/jobs.ts";
import {tickDue} from "../../../src/channels/schedules/tick.ts";
import {saveDetails} from "../../../src/store/dataset_details.ts";
import {dueWorkflowSchedules} from "../../../src/store/workflow_schedules.ts";
import {ANSWERED_MS, type RunningDiscord, runningDiscord, SALES} from "./running.ts";

let running: RunningDiscord;
beforeAll(async () => {
  running = await runningDiscord({works: false});
  const {service, access, home} = running;
  handleHttpJobs(service, access, {uploadFolder: home});
  await service.startWorking();
}, ANSWERED_MS);
afterAll(() => running[Symbol.asyncDispose]());

it("/schedule lets the last answer be posted in another channel, by itself", {
  timeout: ANSWERED_MS,
}, async () => {
  const {discord, service, access} = running;
  const ana = discord.person("Ana");
  const acme = discord.guild("Acme", {owner: ana});
  const board = discord.channel(acme, "board");
  const asked = discord.command(ana, acme.channel, "ask", {question: "total amount by region", file: SALES});
  expect((await asked.answer()).text).toContain("450");
  const empty = await discord.command(ana, acme.channel, "schedule", {}).answer();
  expect(empty.text).toContain("Nothing is scheduled here");

  const when = "every Monday at 9";
  const refused = await discord.command(ana, acme.channel, "schedule", {when, channel: board.id}).answer();
  expect(refused.text).toContain("sales is not for everybody who can read in #board");
  const {workspace} = await service.store.db
    .selectFrom("datasets")
    .select("workspace")
    .executeTakeFirstOrThrow();
  await saveDetails(service.store, workspace, "sales", {visibility: "workspace"});
  const made = await discord.command(ana, acme.channel, "schedule", {when, channel: board.id}).answer();
  expect(made.text).toContain("is scheduled every Monday at 09:00 UTC; posted in #board");
  expect(discord.messagesIn(board)).toEqual([]);

  const [schedule] = await dueWorkflowSchedules(service.store, new Date(Date.now() + 30 * 86_400_000), 5);
  const ticked = await tickDue({service, access}, new Date(Date.parse(schedule!.nextAt!) + 500));
  expect(ticked).toMatchObject({begun: 1});
  await discord.until(
    () => discord.messagesIn(board).some((one) => one.text.includes("450")),
    "the result in the other channel",
  );
  expect(discord.messagesIn(board)).toHaveLength(1);
  const listed = await discord.command(ana, acme.channel, "schedule", {}).answer();
  expect(listed.text).not.toContain("450");
  expect(discord.problems).toEqual([]);
});
