import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {localPrincipal} from "../../src/access/principal.ts";
import {openSecrets} from "../../src/access/secret.ts";
import {createOfflinePlanner} from "../../src/agents/offline/planner.ts";
import {createOfflineWriter} from "../../src/agents/offline/writer.ts";
import type {Answer, Channel} from "../../src/channels/channel.ts";
import {
  type Conversations,
  createConversations,
  type HandleOptions,
} from "../../src/channels/conversation.ts";
import {withDirectCalls} from "../../src/channels/direct_call.ts";
import {registryNow} from "../../src/channels/open_plugins.ts";
import type {Session} from "../../src/data/engine.ts";
import {TabletalkError} from "../../src/errors.ts";
import {workspacePlugins} from "../../src/plugins/present.ts";
import {
  addServer,
  allowTools,
  forgetServer,
  type ServersScene,
} from "../../src/plugins/servers/workspace_servers.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {temporaryHome} from "../plugins/plugin_folders.ts";
import {startLoopbackServer} from "../plugins/servers/loopback_server.ts";

let remote: Awaited<ReturnType<typeof startLoopbackServer>>;
let home: string;
let remove: () => void;
let store: Store;
let scene: ServersScene;
let conversations: Conversations;
let said = 0;
const owner = localPrincipal("w");
const never = new AbortController().signal;

const nothing = () => Promise.reject(new TabletalkError("internal", "Not in this test.", "Do not call it."));
const empty: Session = {
  datasets: [],
  query: nothing,
  columns: nothing,
  profile: nothing,
  close: async () => {},
  async [Symbol.asyncDispose]() {},
};

beforeEach(async () => {
  remote = await startLoopbackServer();
  ({home, remove} = temporaryHome());
  store = await openSqliteStore(join(home, "state.sqlite"));
  scene = {store, home, reach: "private", secrets: () => openSecrets(home, {})};
  await addServer(scene, owner, {name: "crm", url: remote.url});
  await allowTools(scene, owner, "crm", [{name: "lookup"}, {name: "rename"}], never);
  const plugins = workspacePlugins({...scene, store: async () => store}, "w");
  conversations = createConversations({
    store: async () => store,
    workspace: "w",
    timeZone: "UTC",
    turnMs: 20_000,
    async parts() {
      const registry = await registryNow(plugins);
      return {
        session: empty,
        registry,
        planner: async () => withDirectCalls(createOfflinePlanner(), registry),
        writer: async () => createOfflineWriter(),
        drawChart: nothing,
        keepRecipe: async () => "recipe",
        limits: {timeMs: 1_000, rows: 10},
      };
    },
  });
});
afterEach(async () => {
  await store.close();
  await remote.close();
  remove();
});

const channel: Channel = {
  platform: "test",
  capabilities: {
    nativeTable: false,
    nativeChart: false,
    image: false,
    buttons: false,
    files: false,
    maxTextLength: 1_000,
  },
  render: async () => {},
};

async function say(text: string, options: HandleOptions & {conversation?: string} = {}) {
  const {conversation = "c", ...handling} = options;
  const message = {
    platform: "test",
    installation: "i",
    conversation,
    actor: "ann",
    messageId: `m${++said}`,
    text,
    files: [],
  };
  const result = await conversations.handle(message, channel, handling);
  if (!("answer" in result)) throw new Error(JSON.stringify(result));
  return result as {state: string; answer: Answer};
}

const RENAME = 'crm__rename {"id": 1, "name": "Anna"}';

test("a call that only reads is answered at once, with the server named", async () => {
  const {state, answer} = await say('crm__lookup {"id": 7}');
  expect(state).toBe("answered");
  expect(answer.answer).toBe("id: 7 · name: Ann · revenue: 1,251");
  expect(answer.artifacts.called?.provenance.source?.name).toBe("crm");
});

test("a call that changes something is asked about, and runs on yes, once", async () => {
  const asked = await say(RENAME);
  expect(asked.state).toBe("choices");
  expect(asked.answer.answer).toBe(
    `Run rename on the server crm (${remote.url}) with {"id":1,"name":"Anna"}?\n  1. Yes, run it\nNothing was run yet: "yes" runs it, "no" leaves it.`,
  );
  expect(remote.renamed).toEqual([]);
  const done = await say("yes");
  expect(done.state).toBe("answered");
  expect(done.answer.answer).toBe("text: Renamed 1.");
  expect(remote.renamed).toEqual([{id: 1, name: "Anna"}]);
  await say("yes");
  expect(remote.renamed).toHaveLength(1);
});

test("no leaves it, and a later yes runs nothing", async () => {
  await say(RENAME);
  expect((await say("no, thanks")).answer.answer).toBe("Nothing was run.");
  await say("yes");
  expect(remote.renamed).toEqual([]);
});

test("a yes in another conversation runs nothing", async () => {
  await say(RENAME);
  await say("yes", {conversation: "another"});
  expect(remote.renamed).toEqual([]);
});

test("the plan of the choice without the person's word is asked about again", async () => {
  const [choice] = (await say(RENAME)).answer.choices;
  const again = await say("run it", {reading: choice!.reading, plan: choice!.plan!});
  expect(again.state).toBe("choices");
  expect(remote.renamed).toEqual([]);
  await say("run it", {reading: choice!.reading, plan: choice!.plan!, confirmed: choice!.confirms!});
  expect(remote.renamed).toHaveLength(1);
});

test("a server that was taken away between question and yes is not called", async () => {
  await say(RENAME);
  await forgetServer(scene, owner, "crm");
  const {answer} = await say("yes");
  expect(answer.declined?.reason).toContain('calls the tool "crm__rename", which does not exist');
  expect(remote.renamed).toEqual([]);
});
