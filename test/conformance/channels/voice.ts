import {execFile} from "node:child_process";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {type Access, openAccess} from "../../../src/access/access.ts";
import {keptPrincipal} from "../../../src/access/kept_principal.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {addToWorkspace} from "../../../src/access/set_up.ts";
import type {CallMember} from "../../../src/channels/calls/call.ts";
import {type CallResult, TOPIC} from "../../../src/channels/calls/wire.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import {loadConfig} from "../../../src/config.ts";
import {beginCall, type StoredCall} from "../../../src/store/calls.ts";
import {addCameIn, addConversationDatasets} from "../../../src/store/conversation_datasets.ts";
import {beginConversation} from "../../../src/store/conversation_list.ts";
import {saveDetails} from "../../../src/store/dataset_details.ts";
import {createCallQuestions} from "../../../src/voice/call/questions.ts";
import {type RoomScreenParts, roomScreen} from "../../../src/voice/call/room/screen.ts";
import type {CallScreen} from "../../../src/voice/call/screen.ts";
import {createTalk, type Talk} from "../../../src/voice/call/talk.ts";
import {NO_VOCABULARY, type NotedMouth, notedMouth} from "../../voice/call/running_talk.ts";
import type {Driver, DroppedFile, Perceived, Setting} from "../driver.ts";

const CLI = new URL("../../../src/cli.ts", import.meta.url).pathname;
/** The first installation is the terminal's workspace, whose recipes the command line computes again. */
const workspaceOf = ({installation = "acme"}: Setting) =>
  installation === "acme" ? "terminal" : installation;

/** What came into the room of a call. */
interface Room {
  results: CallResult[];
  pictures: {turn: string; alt: string; png: Uint8Array}[];
}

interface OpenCall {
  call: StoredCall;
  talk: Talk;
  screen: CallScreen;
  mouth: NotedMouth;
  room: Room;
}

/** Calls as they are held, without the sound: what is said is given as words, and what comes into the room is kept. */
export async function voiceDriver(): Promise<Driver> {
  const home = await mkdtemp(join(tmpdir(), "tabletalk-conformance-"));
  const stored = new Map<string, StoredCall>();
  const calls = new Map<string, OpenCall>();
  const people = new Map<string, CallMember["principal"]>();
  let service: OpenService;
  let access: Access;
  const start = async () => {
    service = await openService(loadConfig({home, model: "offline"}, {TABLETALK_TIME_ZONE: "UTC"}));
    access = await openAccess(service.store, await openSecrets(home, {}));
    await service.startWorking();
  };
  const stop = async () => {
    for (const {talk, screen} of calls.values()) {
      talk.close();
      await screen.close();
    }
    calls.clear();
    await service.close();
  };
  await start();

  const memberOf = async (setting: Setting, call: string): Promise<CallMember> => {
    const workspace = workspaceOf(setting);
    const name = setting.person ?? "ann";
    const key = `${workspace} ${name}`;
    let principal = people.get(key);
    if (!principal) {
      const email = `${name}.${workspace}@example.com`;
      const {person} = await addToWorkspace(access, workspace, {email, role: "analyst"});
      principal = keptPrincipal({
        kind: "person",
        workspace,
        person,
        actor: `person:${person}`,
        role: "analyst",
        scopes: ["*"],
        projects: new Map(),
      });
      people.set(key, principal);
    }
    return {call, identity: name, name, principal};
  };
  const callOf = async (setting: Setting): Promise<OpenCall & {by: CallMember}> => {
    const workspace = workspaceOf(setting);
    const key = `${workspace} ${setting.conversation ?? "talk"}`;
    const by = await memberOf(setting, key);
    let call = stored.get(key);
    if (!call) {
      const store = service.store.within(workspace);
      const startedBy = by.principal.person ?? "";
      const begun = await beginConversation(store, workspace, {
        platform: "voice",
        installation: "voice",
        owner: startedBy,
      });
      const {audience = "one"} = setting;
      call = await beginCall(store, workspace, {conversation: begun.id, startedBy, audience});
      stored.set(key, call);
    }
    const open = calls.get(key) ?? openCall(service, access, call);
    calls.set(key, open);
    return {...open, by};
  };
  /** A file comes by the chat that the call is of. */
  const drop = async (file: DroppedFile, setting: Setting, {call, by}: OpenCall & {by: CallMember}) => {
    const workspace = workspaceOf(setting);
    const path = join(home, file.name.replaceAll("/", "_"));
    await writeFile(path, file.content);
    const owner = by.principal.person ?? "";
    const made = await service.workspace(workspace).importFile(path, {by: owner});
    const store = service.store.within(workspace);
    for (const {name} of made) await saveDetails(store, workspace, name, {owner, visibility: "private"});
    const names = made.map(({name}) => name);
    const add = call.audience === "several" ? addCameIn : addConversationDatasets;
    await add(store, workspace, call.conversation, names);
  };
  const tell = async (setting: Setting, act: (open: OpenCall & {by: CallMember}) => Promise<void>) => {
    const open = await callOf(setting);
    for (const file of setting.files ?? []) await drop(file, setting, open);
    const [spoken, shown] = [open.mouth.said.length, open.room.results.length];
    await act(open);
    return perceive(open, spoken, shown);
  };
  const ask = (text: string, setting: Setting = {}) => tell(setting, ({talk, by}) => talk.hear({text, by}));
  const lastOf = async (setting: Setting): Promise<CallResult | undefined> =>
    (await callOf(setting)).room.results.at(-1);
  const nobody = (why: string) => async () => {
    throw new Error(why);
  };

  return {
    channel: "voice",
    capabilities: {
      nativeTable: false,
      nativeChart: false,
      image: true,
      buttons: true,
      files: false,
      maxTextLength: Number.POSITIVE_INFINITY,
    },
    lacks: {
      tables: "a voice has none; the page of the call shows them",
      "files in": "nobody says a file: it comes by the chat that the call is of",
      "files out": "nobody hears a file: the answer is in the chat that the call is of",
      redelivery: "what is said is heard once",
      "two at once": "who asks again has moved on from what they asked before",
      "a longest message": "a result passes through the room in one piece",
      markup: "what passes through the room is JSON, which nothing obeys",
      "long messages": "nobody says so much",
      feedback: "a call has no thumbs",
    },
    ask,
    redeliver: nobody("redelivery"),
    together: nobody("two at once"),
    stopped: (text, setting = {}) =>
      tell(setting, async ({talk, by}) => {
        const asked = talk.hear({text, by});
        while (talk.state() !== "working") await new Promise((done) => setImmediate(done));
        await talk.hear({text: "stop", by});
        await asked;
      }),
    sayNothing: (setting) => ask("", setting),
    press: (id, setting = {}) =>
      tell(setting, async ({talk, room, by}) => {
        const before = room.results.length;
        const [turn = "", number] = id.split(":");
        talk.choose(turn, Number(number), by);
        while (room.results.length === before) await new Promise((done) => setTimeout(done, 5));
      }),
    async how(setting = {}) {
      const result = await lastOf(setting);
      return {text: result?.sql.join("\n") ?? "", recipe: result?.recipe ?? ""};
    },
    csv: nobody("files out"),
    async replay(recipe) {
      const args = [CLI, "replay", recipe, "--home", home, "--json"];
      const {stdout} = await promisify(execFile)(process.execPath, args);
      return JSON.parse(stdout);
    },
    opinion: nobody("feedback"),
    async restart() {
      await stop();
      await start();
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(home, {recursive: true, force: true, maxRetries: 5});
    },
  };
}

function openCall(service: OpenService, access: Access, call: StoredCall): OpenCall {
  const room: Room = {results: [], pictures: []};
  const mouth = notedMouth();
  const screen = roomScreen({room: {localParticipant: keptIn(room)}, charts: service.charts});
  const talk = createTalk({
    questions: createCallQuestions({service, access, call}),
    screen,
    mouth,
    vocabulary: () => NO_VOCABULARY,
    tables: () => [],
    isHeardByOthers: () => call.audience === "several",
    isSomebodyTalking: () => false,
    hangUp: () => {},
  });
  return {call, talk, screen, mouth, room};
}

/** A participant whose streams are kept. */
function keptIn(room: Room): RoomScreenParts["room"]["localParticipant"] {
  const participant = {
    async sendText(text: string, {topic}: {topic: string}) {
      if (topic === TOPIC.result) room.results.push(JSON.parse(text));
    },
    async streamBytes({attributes}: {attributes: {turn: string; alt: string}}) {
      return {
        write: async (png: Uint8Array) =>
          void room.pictures.push({turn: attributes.turn, alt: attributes.alt, png}),
        close: async () => {},
      };
    },
  };
  return participant as unknown as RoomScreenParts["room"]["localParticipant"];
}

async function perceive({mouth, room}: OpenCall, spoken: number, shown: number): Promise<Perceived> {
  const results = room.results.slice(shown);
  const result = results.at(-1);
  const charts = result?.charts.length ?? 0;
  const of = () => room.pictures.filter(({turn}) => turn === result?.turn);
  while (of().length < charts) await new Promise((done) => setTimeout(done, 20));
  const texts = [
    ...mouth.said.slice(spoken),
    ...results.flatMap(({answer, choices, next}) => [
      answer,
      ...choices.map(({number, said}) => `${number + 1}. ${said}`),
      ...(next === undefined ? [] : [next]),
    ]),
  ];
  return {
    texts,
    tables: [],
    pictures: of().map(({alt, png}) => ({alt, png})),
    files: [],
    choices: (result?.choices ?? []).map(({number, said}) => ({said, id: `${result?.turn}:${number}`})),
    buttons: [],
    ...(result?.state === "failed" && {error: result.answer}),
    messages: texts,
    harm: [],
  };
}
