import {describe, expect, test} from "vitest";
import {
  addressedOf,
  incomingMessage,
  remoteFiles,
  withdrawnOf,
} from "../../../src/channels/slack/incoming.ts";
import {type MessageEvent, messageEventSchema} from "../../../src/channels/slack/slack_events.ts";

const US = {installation: "T0ACME", botUser: "U0BOT", botId: "B0BOT"};
const ANA = {id: "U0ANA", name: "Ana", rank: "member" as const};

function said(more: Record<string, unknown>): MessageEvent {
  return messageEventSchema.parse({
    type: "message",
    channel: "C0SALES",
    channel_type: "channel",
    user: "U0ANA",
    text: "total amount",
    ts: "1800000002.000100",
    ...more,
  });
}

describe("whether a message is for Tabletalk", () => {
  test.each([
    ["a direct message", {channel: "D0ANA", channel_type: "im"}, "direct"],
    ["a mention", {text: "<@U0BOT> total amount"}, "mention"],
    ["app_mention", {type: "app_mention", channel_type: undefined}, "mention"],
    ["a word in a thread", {thread_ts: "1800000001.000100"}, "thread"],
    ["a file in a thread", {subtype: "file_share", thread_ts: "1800000001.000100"}, "thread"],
    ["people among themselves in a channel", {}, undefined],
    ["its own message", {user: "U0BOT", channel_type: "im"}, undefined],
    ["another bot", {bot_id: "B0OTHER", channel_type: "im"}, undefined],
    ["a bot that mentions it", {bot_id: "B0OTHER", text: "<@U0BOT> hi"}, undefined],
    ["bot_message", {subtype: "bot_message", user: undefined, channel_type: "im"}, undefined],
    ["an edit", {subtype: "message_changed", channel_type: "im"}, undefined],
    ["somebody joins", {subtype: "channel_join", text: "<@U0BOT> has joined"}, undefined],
    ["Slackbot", {user: "USLACKBOT", channel_type: "im"}, undefined],
  ])("%s", (_, more, addressed) => {
    expect(addressedOf(said(more), US)).toBe(addressed);
  });
});

test("message and app_mention of one message come to the same", () => {
  const text = "<@U0BOT> total amount";
  const [message, mention] = [said({text}), said({text, type: "app_mention", channel_type: undefined})].map(
    (event) => incomingMessage(event, addressedOf(event, US)!, ANA, US, () => undefined),
  );
  expect(mention).toEqual(message);
  expect(message).toMatchObject({
    text: "total amount",
    messageId: "1800000002.000100",
    place: {channel: "C0SALES", thread: "1800000002.000100", audience: "several"},
  });
});

test("a direct message begins a thread, and what is written in it goes on", () => {
  const root = said({channel: "D0ANA", channel_type: "im"});
  const later = said({channel: "D0ANA", channel_type: "im", ts: "1800000003.1", thread_ts: root.ts});
  const places = [root, later].map(
    (event) => incomingMessage(event, "direct", ANA, US, () => undefined).place,
  );
  expect(places[0]).toEqual({
    platform: "slack",
    installation: "T0ACME",
    channel: "D0ANA",
    thread: root.ts,
    audience: "one",
  });
  expect(places[1]).toEqual(places[0]);
});

describe("what was taken back", () => {
  test("a message in a thread", () => {
    const event = said({
      subtype: "message_deleted",
      user: undefined,
      deleted_ts: "1800000002.000100",
      previous_message: {thread_ts: "1800000001.000100"},
    });
    expect(withdrawnOf(event)).toEqual({
      ts: "1800000002.000100",
      thread: "1800000001.000100",
      channel: "C0SALES",
      isDirect: false,
    });
  });

  test("the first message of a thread, which leaves a tombstone", () => {
    const event = said({
      subtype: "message_changed",
      message: {subtype: "tombstone", ts: "1800000001.1", thread_ts: "1800000001.1"},
    });
    expect(withdrawnOf(event)).toMatchObject({ts: "1800000001.1", thread: "1800000001.1"});
  });

  test("an edit takes nothing back", () => {
    expect(withdrawnOf(said({subtype: "message_changed", message: {ts: "1800000001.1"}}))).toBeUndefined();
  });
});

describe("files of a message", () => {
  test("what Slack tells of a file is kept, with where to ask again", () => {
    expect(
      remoteFiles(
        [
          {
            id: "F1",
            name: "orders.csv",
            size: 12,
            mimetype: "text/csv",
            url_private: "https://files.slack.com/files-pri/T-F1/orders.csv",
            url_private_download: "https://files.slack.com/files-pri/T-F1/download/orders.csv",
          },
        ],
        "C0SALES",
      ),
    ).toEqual([
      {
        id: "F1",
        name: "orders.csv",
        bytes: 12,
        mediaType: "text/csv",
        url: "https://files.slack.com/files-pri/T-F1/download/orders.csv",
        again: {channel: "C0SALES", isExternal: false},
      },
    ]);
  });

  test("of a channel shared with another organization only the id is there", () => {
    const [file] = remoteFiles([{id: "F1", mode: "file_access", file_access: "check_file_info"}], "C0SHARED");
    expect(file).toEqual({id: "F1", name: "F1", bytes: 0, again: {channel: "C0SHARED", isExternal: false}});
  });

  test("a deleted file is none", () => {
    expect(remoteFiles([{id: "F1", mode: "tombstone"}], "C0SALES")).toEqual([]);
  });
});
