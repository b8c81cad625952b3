import {afterAll, beforeAll, expect, test} from "vitest";
import {openAccess} from "../../../src/access/access.ts";
import {platformPrincipal} from "../../../src/access/platform.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {storedAnswer} from "../../../src/channels/chat/stored_answer.ts";
import {sendMessage} from "../../../src/channels/http/send_message.ts";
import {conversationById} from "../../../src/store/conversation_list.ts";
import {
  ANSWERED_MS,
  answered,
  install,
  PENGUINS,
  type Process,
  placeOfWork,
  says,
  sent,
  until,
} from "./place_of_work.ts";

const place = placeOfWork();
let here: Process;

beforeAll(async () => {
  here = await place.open();
  await install(here, "T1", "w1");
  await here.service.workspace("w1").importFile(PENGUINS, {by: "person:owner"});
}, ANSWERED_MS);
afterAll(() => place.close());

async function told(text: string, at: Parameters<typeof says>[1] = {}): Promise<string> {
  const turn = await answered(here, await here.desk.take(says(text, at)));
  return turn.summary ?? "";
}

test(
  "what words mean is the same for everybody: a guest neither teaches nor forgets one, and may read them",
  async () => {
    const guest = {by: "gus", thread: "g", person: {id: "gus", rank: "guest" as const}};
    expect(await told("remember that heavy means body mass over 5000", {thread: "g"})).toMatch(/heavy/);
    for (const said of [
      "remember that heavy means body mass over 1",
      "forget heavy",
      "forget everything",
      "undo",
    ])
      expect(await told(said, guest)).toMatch(/your role does not let you|nothing|no earlier/i);
    expect(await told("what do you remember?", guest)).toMatch(/heavy.*5,?000/s);
  },
  3 * ANSWERED_MS,
);

test(
  "what somebody asked in direct messages is offered to nobody else as asked before, nor by that in a channel",
  async () => {
    const direct = {channel: "with ann", audience: "one" as const};
    await told("average body mass by species", direct);
    const unclear = "average body mass by species of our lawyers";
    expect(await told(unclear, {by: "ben", thread: "b"})).not.toContain("Asked before");
    expect(await told(unclear, {thread: "a"})).not.toContain("Asked before");
    expect(await told(unclear, {...direct, channel: "with ben", by: "ben"})).not.toContain("Asked before");
    expect(await told(unclear, direct)).toContain("Asked before: average body mass by species");
  },
  3 * ANSWERED_MS,
);

test(
  "a thread that somebody goes on with on the web page hears nothing of what is theirs alone",
  async () => {
    const pay = sent(place.board, "pay.csv", "person,salary\nBob,7\n");
    await answered(
      here,
      await here.desk.take(says("", {audience: "one", channel: "with ann", files: [pay]})),
    );
    const {conversation: id} = await answered(
      here,
      await here.desk.take(says("how many penguins are there?", {thread: "w"})),
    );
    const {service} = here;
    const access = await openAccess(service.store, await openSecrets(place.home, {}));
    const ann = await platformPrincipal(access, {platform: "board", installation: "T1", externalId: "ann"});
    const conversation = (await conversationById(service.store, "w1", id))!;
    const asked = {text: "total salary by person", options: {datasets: ["pay"]}};
    const {id: message} = await sendMessage(
      {parts: {service, access} as never, principal: ann},
      conversation,
      asked,
    );
    const done = await until("it is done", async () => {
      const state = await service.inbox.state("w1", message);
      return state?.turn === undefined ? undefined : state;
    });
    const kept = await storedAnswer(service.store, "w1", done.turn!);
    expect(kept?.error?.message).toMatch(/pay is not for everybody/);
    expect(await told("now by person", {thread: "w"})).not.toMatch(/salary|Bob/);
  },
  3 * ANSWERED_MS,
);
