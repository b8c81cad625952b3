import {AccessToken, AgentDispatchClient, RoomServiceClient} from "livekit-server-sdk";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {AGENT_NAME} from "../../src/channels/calls/call.ts";
import {joinCall} from "./caller.ts";
import {type StartedCall, type VoiceRunning, voiceRunning} from "./running.ts";

let running: VoiceRunning;
let [call, other]: StartedCall[] = [];
beforeAll(async () => {
  running = await voiceRunning();
  [call, other] = [await running.startCall(), await running.startCall()];
}, 120_000);
afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
});

const claims = (token: string): {sub: string; video: Record<string, unknown>} =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

describe("who comes into a call", () => {
  it("gives a token for one room alone, under a name drawn at random", async () => {
    const {url, token} = await running.token(call!);
    const {sub, video} = claims(token);
    expect(video).toMatchObject({roomJoin: true});
    expect(video.roomAdmin ?? video.roomCreate ?? video.roomList ?? video.agent).toBeUndefined();
    const again = claims((await running.token(call!)).token);
    expect(again.sub).not.toBe(sub);
    expect(claims((await running.token(other!)).token).video.room).not.toBe(video.room);
    const caller = await joinCall({url, token});
    expect(caller.room.name).toBe(video.room);
    await caller.hangUp();
  });

  it("lets nobody in with a token that was changed, or signed by another", async () => {
    const {url, token} = await running.token(call!);
    const room = (await claims(token)).video.room as string;
    const [head = "", body = "", signature = ""] = token.split(".");
    const changed = {...JSON.parse(Buffer.from(body, "base64url").toString())};
    changed.video.room = "call-of-others";
    const forged = [head, Buffer.from(JSON.stringify(changed)).toString("base64url"), signature].join(".");
    await expect(joinCall({url, token: forged})).rejects.toThrow();
    const stranger = new AccessToken(running.livekit.key, "another secret, long enough for the library", {
      identity: "somebody",
    });
    stranger.addGrant({roomJoin: true, room});
    await expect(joinCall({url, token: await stranger.toJwt()})).rejects.toThrow();
  });

  it("shows a call to nobody of another workspace", async () => {
    const {id} = call!;
    expect((await running.stranger.ask("POST", `/v1/calls/${id}/token`, {})).status).toBe(404);
    expect((await running.stranger.ask("GET", `/v1/calls/${id}`)).status).toBe(404);
    expect((await running.stranger.ask("POST", `/v1/calls/${id}/end`, {})).status).toBe(404);
    expect((await fetch(`${running.url}/v1/calls/${id}/token`, {method: "POST"})).status).toBe(401);
  });

  it("gives no token for a call that has ended, and ends it for all who are in it", async () => {
    const caller = await joinCall(await running.token(other!));
    expect((await running.owner.ask("POST", `/v1/calls/${other!.id}/end`, {})).status).toBe(200);
    await caller.until("the end", () => caller.gone());
    expect((await running.owner.ask("POST", `/v1/calls/${other!.id}/token`, {})).status).toBe(409);
  });

  it("sends no agent to a room that is no call, or is another's", async () => {
    const {key, secret, url} = running.livekit;
    const host = url.replace(/^ws/, "http");
    const [rooms, agents] = [
      new RoomServiceClient(host, key, secret),
      new AgentDispatchClient(host, key, secret),
    ];
    const jobs = {
      "no-call": {workspace: "terminal", call: "none"},
      "of-others": {workspace: "other", call: call!.id},
      "another-room": {workspace: "terminal", call: call!.id},
      "no-json": undefined,
    };
    for (const [name, job] of Object.entries(jobs)) {
      const said = running.workers[0]?.printed().length ?? 0;
      await rooms.createRoom({name});
      await agents.createDispatch(name, AGENT_NAME, {metadata: job ? JSON.stringify(job) : "\u0000{"});
      await running.workers[0]?.line(new RegExp(`^[^]{${said},}no agent joins`));
      const inside = await rooms.listParticipants(name);
      expect(inside.map(({identity}) => identity)).toEqual([]);
    }
  });
});

describe("a worker that cannot hear or speak", () => {
  it.each([
    ["no recognizer", {TABLETALK_POCKETSPHINX: "/nowhere"}, /pocketsphinx.*apt-get install/s],
    ["no such engine", {TABLETALK_LISTEN: "parrot"}, /TABLETALK_LISTEN.*embedded, sherpa/s],
    ["no model", {TABLETALK_LISTEN: "sherpa"}, /sherpa/i],
    ["no LiveKit", {LIVEKIT_URL: ""}, /LIVEKIT_URL/],
    ["half of LiveKit", {LIVEKIT_API_SECRET: ""}, /LIVEKIT_API_SECRET/],
  ])("says so when it starts, and how to get it: %s", async (_name, environment, says) => {
    await expect(running.startWorker(environment)).rejects.toThrow(says);
  });
});
