import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import type {MessageOptions} from "../../../src/channels/service.ts";
import {loadConfig} from "../../../src/config.ts";
import {addConversationDatasets} from "../../../src/store/conversation_datasets.ts";
import {saveDetails} from "../../../src/store/dataset_details.ts";
import {turnById} from "../../../src/store/turns.ts";

const penguins = join(import.meta.dirname, "../../../samples/penguins.json");
const home = mkdtempSync(join(tmpdir(), "tabletalk-private-"));
let service: OpenService;

beforeAll(async () => {
  service = await openService(loadConfig({}, {TABLETALK_HOME: home, TABLETALK_MODEL: "offline", TZ: "UTC"}));
  await service.workspace("w").importFile(penguins, {by: "ann"});
  await saveDetails(service.store, "w", "penguins", {owner: "person:ann", visibility: "private"});
  await service.startWorking();
});
afterAll(async () => {
  await service.close();
  rmSync(home, {recursive: true, force: true});
});

let count = 0;
/** How the question of someone in a channel that everybody reads is answered. */
async function answerTo(actor: string, options?: MessageOptions, text = "how many penguins are there?") {
  count += 1;
  const sent = await service.inbox.send("w", {
    platform: "slack",
    installation: "T1",
    conversation: "everybody",
    messageId: `m${count}`,
    actor,
    text,
    ...(options && {options}),
  });
  for await (const _ of service.inbox.events("w", sent.id));
  const {turn} = (await service.inbox.state("w", sent.id))!;
  return {...(await turnById(service.store, "w", turn!))!, conversation: sent.conversation};
}

test("a dataset that became someone's own after a question named it answers nobody else", async () => {
  const named = {datasets: ["penguins"]};
  const mine = await answerTo("person:ann", named);
  expect(mine).toMatchObject({state: "answered", summary: expect.stringContaining("344")});
  const theirs = await answerTo("person:ben", named);
  expect(theirs).toMatchObject({state: "failed", summary: "There is no dataset penguins."});
});

test("what one person adds to a channel of their own data answers only them, and no follow-up of another", async () => {
  const {conversation} = await answerTo("person:ann", {datasets: ["penguins"]});
  await addConversationDatasets(service.store, "w", conversation, ["penguins"]);
  expect(await answerTo("person:ann")).toMatchObject({summary: expect.stringContaining("344")});
  for (const text of ["how many penguins are there?", "only those on Dream", "as a bar chart by species"])
    for (const actor of ["person:ben", "slack:T1:U2", "key:none"])
      expect(await answerTo(actor, undefined, text)).toMatchObject({
        state: "failed",
        summary: "There is no dataset penguins.",
      });
});
