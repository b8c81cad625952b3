import {RpcError, type RpcInvocationData} from "@livekit/rtc-node";
import {beforeEach, expect, test} from "vitest";
import {RPC} from "../../../../src/channels/calls/wire.ts";
import {TabletalkError} from "../../../../src/errors.ts";
import {answerButtons, type RpcParts} from "../../../../src/voice/call/room/rpc.ts";

type Method = (data: RpcInvocationData) => Promise<string>;
const methods = new Map<string, Method>();
/** The participant of the agent, without a room. */
const localParticipant = {
  registerRpcMethod: (name: string, method: Method) => void methods.set(name, method),
  unregisterRpcMethod: (name: string) => void methods.delete(name),
} as unknown as RpcParts["room"]["localParticipant"];
const principal = {
  kind: "person",
  workspace: "acme",
  actor: "person:ann",
  role: "analyst",
  scopes: [],
  projects: [],
} as const;

let again: () => Promise<void>;
let end: () => void;
beforeEach(async () => {
  again = async () => {};
  const nothing = async () => {};
  end = await answerButtons({
    room: {localParticipant},
    memberOf: async (identity) => ({
      call: "1",
      identity,
      name: identity,
      principal: {...principal, actor: identity, scopes: [], projects: []},
    }),
    buttons: {
      choose: nothing,
      stop: nothing,
      send: nothing,
      again: () => again(),
      state: async () => ({state: "listening", results: 0}),
    },
  });
});

const press = (callerIdentity = "ann") =>
  methods.get(RPC.again)?.({callerIdentity, payload: "{}", requestId: "1", responseTimeout: 1_000});

test("what is refused fits into an error of LiveKit, and can be read", async () => {
  again = async () => {
    throw new TabletalkError("bad_use", `a${"\u{1F600}".repeat(9_000)}`, "\u0001".repeat(9_000));
  };
  const refused = await press()?.catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RpcError);
  const {message, data} = refused as RpcError;
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(256);
  expect(message).toMatch(/^a\u{1F600}+\.\.\.$/u);
  expect(Buffer.byteLength(data ?? "")).toBeLessThan(15 * 1024);
  expect(JSON.parse(data ?? "")).toMatchObject({code: "bad_use", message: expect.stringMatching(/\.\.\.$/)});
});

test("one who presses without end is told so, and the others are not kept", async () => {
  for (let count = 0; count < 60; count++) await press();
  await expect(press()).rejects.toMatchObject({code: 400, message: "That is too often."});
  expect(await press("bob")).toBe("{}");
  end();
  expect(methods.size).toBe(0);
});
