import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {describe, expect, it} from "vitest";
import {COMMANDS} from "../../../src/channels/discord/commands.ts";
import {actionOf, customIdOf} from "../../../src/channels/discord/custom_id.ts";
import {isFinal, saidFailure} from "../../../src/channels/discord/failures.ts";
import {isDiscords} from "../../../src/channels/discord/fetch_file.ts";
import {inviteUrl} from "../../../src/channels/discord/invite.ts";
import {openRest} from "../../../src/channels/discord/open_rest.ts";
import {rankOf} from "../../../src/channels/discord/place.ts";
import {isSame} from "../../../src/channels/discord/register_commands.ts";
import {followUp, nonceOf} from "../../../src/channels/discord/requests.ts";
import {isSameMessage, showsStop} from "../../../src/channels/discord/same_message.ts";
import {discordSettingsFrom} from "../../../src/channels/discord/settings.ts";
import {madeAt} from "../../../src/channels/discord/snowflake.ts";
import {wordsBody} from "../../../src/channels/discord/tell.ts";

describe("the settings of Discord", () => {
  it("are none without a token", () => {
    expect(discordSettingsFrom({DISCORD_MESSAGE_CONTENT: "1"})).toBeUndefined();
  });

  it("take the token with or without the word before it, and try for the content of messages", () => {
    expect(discordSettingsFrom({DISCORD_TOKEN: "Bot abc.def", DISCORD_GUILDS: "1, 2"})).toEqual({
      token: "abc.def",
      messageContent: "auto",
      guilds: ["1", "2"],
      layout: "components",
    });
  });

  it("name the one that is wrong, never the token", () => {
    const wrong = {DISCORD_TOKEN: "secret", DISCORD_GUILDS: "Acme"};
    expect(() => discordSettingsFrom(wrong)).toThrow(/DISCORD_GUILDS/);
    expect(() => discordSettingsFrom(wrong)).not.toThrow(/secret/);
  });
});

describe("ids", () => {
  it("of buttons are ours or nobody's", () => {
    expect(actionOf(customIdOf("how:turn_1"))).toBe("how:turn_1");
    expect(actionOf("how:turn_1")).toBeUndefined();
    expect(actionOf("tt:how <script>")).toBeUndefined();
    expect(customIdOf("x".repeat(90)).length).toBeLessThanOrEqual(100);
  });

  it("of Discord tell when they were made", () => {
    // The example of Discord's own documentation.
    expect(new Date(madeAt("175928847299117063")).toISOString()).toBe("2016-04-30T11:18:25.796Z");
  });

  it("that make a request one are the same for the same thing, and at most 25 characters", () => {
    expect(nonceOf("m1", "first")).toBe(nonceOf("m1", "first"));
    expect(nonceOf("m1", "first")).not.toBe(nonceOf("m1", "answer 2"));
    expect(nonceOf("m1", "first")).toHaveLength(25);
  });
});

describe("what somebody is in a guild", () => {
  const member = {permissions: 0n, isPending: false, flags: 0};

  it("is admin for its owner, an administrator, and who manages it", () => {
    expect(rankOf(member, true)).toBe("admin");
    expect(rankOf({...member, permissions: 8n}, false)).toBe("admin");
    expect(rankOf({...member, permissions: 32n}, false)).toBe("admin");
  });

  it("is guest while they have not agreed to its rules, or were let in for a call", () => {
    expect(rankOf({...member, isPending: true}, false)).toBe("guest");
    expect(rankOf({...member, flags: 16}, false)).toBe("guest");
    expect(rankOf({...member, permissions: 1024n}, false)).toBe("member");
  });
});

describe("a message found in a channel", () => {
  const body = {
    content: null,
    components: [],
    embeds: [{description: "Total is 42."}],
    flags: 0,
    attachments: [],
    files: [],
  };

  it("is the one that would be posted, however Discord gives it back", () => {
    const seen = {
      content: "",
      embeds: [{type: "rich", color: 1, description: "Total  is 42."}],
      components: [],
    };
    expect(isSameMessage(seen, body)).toBe(true);
    expect(isSameMessage({...seen, embeds: [{description: "Total is 43."}]}, body)).toBe(false);
    expect(isSameMessage({...seen, attachments: [{filename: "a.csv"}]}, body)).toBe(false);
  });

  it("shows progress where it has the button that stops it", () => {
    const row = {type: 1, components: [{type: 2, custom_id: "tt:stop:m1"}]};
    expect(showsStop({components: [row]}, "stop:m1")).toBe(true);
    expect(showsStop({components: [row]}, "stop:m2")).toBe(false);
  });
});

describe("addresses", () => {
  it("of files are Discord's own alone", () => {
    expect(isDiscords("https://cdn.discordapp.com/attachments/1/2/a.csv?ex=1")).toBe(true);
    expect(isDiscords("http://cdn.discordapp.com/attachments/1/2/a.csv")).toBe(false);
    expect(isDiscords("https://cdn.discordapp.com.evil.example/a.csv")).toBe(false);
    expect(isDiscords("https://cdn.discordapp.com@evil.example/a.csv")).toBe(false);
    expect(isDiscords("http://169.254.169.254/latest")).toBe(false);
    expect(isDiscords("http://127.0.0.1:4000/files/1", "http://127.0.0.1:4000/api")).toBe(true);
  });

  it("of an invitation ask for the least", () => {
    const url = new URL(inviteUrl("123"));
    expect(url.searchParams.get("client_id")).toBe("123");
    const asked = BigInt(url.searchParams.get("permissions") ?? 0);
    expect(asked & 8n).toBe(0n);
    expect(asked & (1n << 11n)).not.toBe(0n);
  });
});

describe("commands", () => {
  const kept = () =>
    structuredClone(COMMANDS).map((one, at) => ({
      ...one,
      id: String(at),
      version: "1",
      default_permission: true,
    }));

  it("are the same where Discord only added to them", () => {
    expect(isSame(kept())).toBe(true);
  });

  it("are not where one is missing, says something else, or asks for more", () => {
    expect(isSame(kept().slice(1))).toBe(false);
    expect(isSame(kept().map((one) => ({...one, name: `${one.name}2`})))).toBe(false);
    const more = kept().map((one) => (one.name === "help" ? {...one, options: [{name: "x"}]} : one));
    expect(isSame(more)).toBe(false);
  });
});

describe("failures", () => {
  it("are final where Discord understood and says no, and never tell a token", () => {
    const refused = Object.assign(new Error("Missing Access"), {
      status: 403,
      code: 50_001,
      url: "https://discord.com/api/v10/webhooks/1/TOKEN/messages/@original",
    });
    expect(isFinal(refused)).toBe(true);
    expect(isFinal(Object.assign(new Error("Too many"), {status: 429}))).toBe(false);
    expect(isFinal(Object.assign(new Error("Bad gateway"), {status: 502}))).toBe(false);
    expect(isFinal(new Error("socket hang up"))).toBe(false);
    expect(saidFailure(refused)).not.toContain("TOKEN");
    expect(saidFailure(new Error("request to /webhooks/1/TOKEN/messages failed"))).not.toContain("TOKEN");
  });
});

describe("requests", () => {
  it("that Discord could not tell from their repetition are not repeated by themselves", async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.writeHead(504).end();
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const {port} = server.address() as AddressInfo;
    const rest = openRest(
      await import("discord.js"),
      {token: "t", apiUrl: `http://127.0.0.1:${port}`},
      {repeats: false},
    );
    const target = {
      application: "1",
      interaction: "2",
      token: "t",
      user: "3",
      isEphemeral: false,
      canPost: true,
    };
    const more = followUp(rest, {kind: "interaction", ...target}, wordsBody("more"));
    await expect(more).rejects.toThrow();
    expect(asked).toBe(1);
    server.closeAllConnections();
    server.close();
  });
});
