import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type Access, openAccess} from "../../../src/access/access.ts";
import {keptPrincipal} from "../../../src/access/kept_principal.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {addToWorkspace} from "../../../src/access/set_up.ts";
import type {CallMember} from "../../../src/channels/calls/call.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import {loadConfig} from "../../../src/config.ts";
import {addCallMember, beginCall, type StoredCall} from "../../../src/store/calls.ts";
import {beginConversation} from "../../../src/store/conversation_list.ts";
import type {Mouth} from "../../../src/voice/call/mouth.ts";
import {type CallQuestions, createCallQuestions} from "../../../src/voice/call/questions.ts";
import {roomScreen} from "../../../src/voice/call/room/screen.ts";
import type {CallScreen} from "../../../src/voice/call/screen.ts";
import {createTalk, type Talk, type TalkParts} from "../../../src/voice/call/talk.ts";

export const WORKSPACE = "acme";
export const NO_VOCABULARY = {terms: []};

/** A mouth that notes what it says. What is said ends at once, or goes on until it is hushed. */
export interface NotedMouth extends Mouth {
  said: string[];
  /** What was cut off. */
  cut: string[];
  speed: number;
  /** From now on what is said goes on until `finish`. */
  isSlow: boolean;
  finish(): void;
}

/** A service with orders, and a call in it that two people are in; everything real but the sound. */
export interface RunningTalk extends AsyncDisposable {
  service: OpenService;
  access: Access;
  call: StoredCall;
  ann: CallMember;
  bob: CallMember;
  mouth: NotedMouth;
  screen: CallScreen;
  questions: CallQuestions;
  talk: Talk;
  /** How it ended. */
  ended: string[];
  /** Another conversation of the same people, over the same data. */
  another(parts?: Partial<TalkParts>): Promise<RunningTalk>;
}

export const ORDERS_CSV = [
  "region,product,amount,day",
  ...Array.from({length: 120}, (_, at) =>
    [
      ["North", "South", "East", "West"][at % 4],
      ["tea", "coffee", "cocoa"][at % 3],
      (at * 7) % 100,
      `2024-0${(at % 9) + 1}-1${at % 9}`,
    ].join(","),
  ),
  "",
].join("\n");

export async function runningTalk(
  files: Record<string, string> = {orders: ORDERS_CSV},
): Promise<RunningTalk> {
  const home = await mkdtemp(join(tmpdir(), "tabletalk-talk-"));
  const config = loadConfig({home, model: "offline"}, {TABLETALK_TIME_ZONE: "UTC"});
  const service = await openService(config);
  const access = await openAccess(service.store, await openSecrets(home, {}));
  for (const [name, content] of Object.entries(files)) {
    const file = join(home, `${name}.csv`);
    await writeFile(file, content);
    await service.workspace(WORKSPACE).importFile(file, {by: "ann"});
  }
  const people = await Promise.all(
    (["ann", "bob"] as const).map(async (name) => ({
      name,
      ...(await addToWorkspace(access, WORKSPACE, {email: `${name}@example.com`, role: "analyst"})),
    })),
  );
  await service.startWorking();
  const first = await begin();
  return {
    ...first,
    async [Symbol.asyncDispose]() {
      await first[Symbol.asyncDispose]();
      await service.close();
      await rm(home, {recursive: true, force: true, maxRetries: 5});
    },
  };

  async function begin(parts: Partial<TalkParts> = {}): Promise<RunningTalk> {
    const store = service.store.within(WORKSPACE);
    const {id: conversation} = await beginConversation(store, WORKSPACE, {
      platform: "voice",
      installation: "voice",
      owner: people[0]?.person ?? "",
    });
    const call = await beginCall(store, WORKSPACE, {
      conversation,
      // Each may be in it: one by what the conversation is, the other by having begun the call.
      startedBy: people[1]?.person ?? "",
      audience: "one",
    });
    const members = await Promise.all(
      people.map(async ({name, person}): Promise<CallMember> => {
        const principal = keptPrincipal({
          kind: "person",
          workspace: WORKSPACE,
          person,
          actor: `person:${person}`,
          role: "analyst",
          scopes: ["*"],
          projects: new Map(),
        });
        const member = {call: call.id, identity: `member-${name}-${call.id}`, name, principal};
        await addCallMember(store, WORKSPACE, member);
        return member;
      }),
    );
    const mouth = notedMouth();
    const ended: string[] = [];
    const screen = roomScreen({room: {localParticipant: undefined}, charts: service.charts});
    const questions = createCallQuestions({service, access, call});
    const talk = createTalk({
      questions,
      screen,
      mouth,
      vocabulary: () => NO_VOCABULARY,
      tables: () => Object.keys(files),
      isHeardByOthers: () => false,
      isSomebodyTalking: () => false,
      hangUp: (why) => void ended.push(why),
      ...parts,
    });
    const [ann, bob] = members as [CallMember, CallMember];
    return {
      service,
      access,
      call,
      ann,
      bob,
      mouth,
      screen,
      questions,
      talk,
      ended,
      another: begin,
      async [Symbol.asyncDispose]() {
        talk.close();
        await screen.close();
      },
    };
  }
}

export function notedMouth(): NotedMouth {
  const going = new Map<string, (isCut: boolean) => void>();
  const mouth: NotedMouth = {
    said: [],
    cut: [],
    speed: 1,
    isSlow: false,
    say(caption) {
      mouth.said.push(caption);
      let wasCut = false;
      const done = new Promise<void>((resolve) => {
        if (!mouth.isSlow) return resolve();
        going.set(caption, (isCut) => {
          wasCut = isCut;
          if (isCut) mouth.cut.push(caption);
          going.delete(caption);
          resolve();
        });
      });
      return {done, started: Promise.resolve(Date.now()), wasCut: () => wasCut};
    },
    hush() {
      for (const end of [...going.values()]) end(true);
    },
    finish() {
      for (const end of [...going.values()]) end(false);
    },
    isSpeaking: () => going.size > 0,
    setSpeed(speed) {
      mouth.speed = speed;
    },
  };
  return mouth;
}
