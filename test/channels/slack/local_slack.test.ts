import {WebClient} from "@slack/web-api";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {dangersIn} from "./local/dangers.ts";
import {type LocalSlack, startLocalSlack} from "./local/local_slack.ts";
import {wrongBlocks, wrongView} from "./local/schemas.ts";
import type {Json} from "./local/state.ts";

const plain = (text: string) => ({type: "plain_text", text});
const cell = (text: string) => ({type: "raw_text", text});
const button = (action_id: string, text = "Go") => ({type: "button", action_id, text: plain(text)});
const bar = (over: Json = {}) => ({
  type: "data_visualization",
  title: "Sales",
  chart: {
    type: "bar",
    series: [{name: "2024", data: [{label: "Jan", value: 1}]}],
    axis_config: {categories: ["Jan"]},
    ...over,
  },
});

describe("what Slack would refuse is refused", () => {
  test.each<[string, Json[], RegExp]>([
    ["a kind of block that is not there", [{type: "tabel"}], /unsupported type/],
    ["a field that is not there", [{type: "divider", colour: "red"}], /additional properties colour/],
    ["a picture without words", [{type: "image", image_url: "https://a.example/x.png"}], /alt_text/],
    ["a long section", [{type: "section", text: plain("x".repeat(3001))}], /3001, no more than 3000/],
    ["an empty text", [{type: "section", text: plain("")}], /empty text/],
    ["a long header", [{type: "header", text: plain("x".repeat(151))}], /no more than 150/],
    ["a long button", [{type: "actions", elements: [button("a", "x".repeat(76))]}], /no more than 75/],
    ["a button twice", [{type: "actions", elements: [button("a"), button("a")]}], /action_id is there twice/],
    ["a long id", [{type: "actions", elements: [button("a".repeat(256))]}], /no more than 255/],
    [
      "26 buttons",
      [{type: "actions", elements: Array.from({length: 26}, (_, at) => button(`${at}`))}],
      /more than 25/,
    ],
    ["51 blocks", Array.from({length: 51}, () => ({type: "divider"})), /no more than 50 items/],
    ["much Markdown", [{type: "markdown", text: "x".repeat(12_001)}], /msg_blocks_too_long/],
    [
      "a table of 101 rows",
      [{type: "table", rows: Array.from({length: 101}, () => [cell("a")])}],
      /101 rows/,
    ],
    [
      "a table of 21 columns",
      [{type: "table", rows: [Array.from({length: 21}, () => cell("a"))]}],
      /21 cells/,
    ],
    ["a table of much text", [{type: "table", rows: [[cell("x".repeat(10_001))]]}], /10001 characters/],
    ["an empty cell", [{type: "table", rows: [[cell("")]]}], /empty cell/],
    [
      "a ragged table",
      [{type: "data_table", caption: "x", rows: [[cell("a")], [cell("a"), cell("b")]]}],
      /different/,
    ],
    ["a number without words", [{type: "table", rows: [[{type: "raw_number", value: 4}]]}], /text/],
    ["a button among opinions", [{type: "context_actions", elements: [button("a")]}], /must/],
    [
      "a chart of 21 points",
      [bar({axis_config: {categories: Array.from({length: 21}, (_, at) => `${at}`)}})],
      /20 items|match/,
    ],
    [
      "a chart whose points are no categories",
      [bar({axis_config: {categories: ["Feb"]}})],
      /one point for each category/,
    ],
    ["three charts", [bar(), bar(), bar()], /no more than 2/],
    [
      "a field to fill in",
      [{type: "input", label: plain("x"), element: {type: "plain_text_input", action_id: "a"}}],
      /modals/,
    ],
  ])("%s", (_what, blocks, why) => {
    expect(wrongBlocks(blocks).join("\n")).toMatch(why);
  });

  test.each<[string, Json, RegExp]>([
    ["a long title", {type: "modal", title: plain("x".repeat(25)), blocks: [{type: "divider"}]}, /title: 25/],
    [
      "a field without a button to submit it",
      {
        type: "modal",
        title: plain("x"),
        blocks: [{type: "input", label: plain("x"), element: {type: "plain_text_input", action_id: "a"}}],
      },
      /needs submit/,
    ],
    ["Markdown at home", {type: "home", blocks: [{type: "markdown", text: "x"}]}, /for messages only/],
  ])("a view with %s", (_what, view, why) => {
    expect(wrongView(view).join("\n")).toMatch(why);
  });
});

test("what Slack takes is taken", () => {
  const blocks = [
    {type: "markdown", text: "**42**"},
    {
      type: "table",
      rows: [[cell("a"), {type: "raw_number", value: 4, text: "4"}]],
      column_settings: [{align: "right"}],
    },
    bar(),
    {type: "actions", elements: [button("a"), button("b")]},
    {
      type: "context_actions",
      elements: [
        {
          type: "feedback_buttons",
          action_id: "f",
          positive_button: {text: plain("Good"), value: "up"},
          negative_button: {text: plain("Bad"), value: "down"},
        },
      ],
    },
  ];
  expect(wrongBlocks(blocks)).toEqual([]);
});

test("mentions and links are seen, wherever they stand; what only looks like one is not", () => {
  const message = (text: string) => ({text: "", blocks: [{type: "markdown", text}]});
  for (const bad of [
    "<!channel>",
    "hi <@U1>",
    "[x](http://a.example)",
    "see https://a.example",
    "![x](https://a.example/p.png)",
  ])
    expect(dangersIn(message(bad))).not.toEqual([]);
  expect(dangersIn({text: "<!here> hi", blocks: []})).toEqual(["<!here>"]);
  for (const good of ["`<!channel>`", "\\<!channel>", "a < b", "mail at noon"])
    expect(dangersIn(message(good))).toEqual([]);
});

describe("methods", () => {
  let slack: LocalSlack;
  let client: WebClient;
  beforeEach(async () => {
    slack = await startLocalSlack({rateLimits: true});
    client = new WebClient(slack.team().token, {
      slackApiUrl: slack.apiUrl,
      retryConfig: {retries: 0},
      rejectRateLimitedCalls: true,
      logger: {
        debug() {},
        info() {},
        warn() {},
        error() {},
        setLevel() {},
        getLevel: () => "error" as never,
        setName() {},
      },
    });
  });
  afterEach(() => slack[Symbol.asyncDispose]());

  const refused = (call: Promise<unknown>) =>
    call.then(
      () => "taken",
      (error: {data?: {error?: string}; code?: string}) => error.data?.error ?? error.code,
    );

  test("posting: where the bot is, in threads that are there, with words for notifications", async () => {
    const post = (args: Json) => refused(client.chat.postMessage(args));
    expect(await post({channel: "C0SALES", text: "hi"})).toBe("taken");
    expect(await post({channel: "C0AWAY", text: "hi"})).toBe("not_in_channel");
    expect(await post({channel: "C0NOWHERE", text: "hi"})).toBe("channel_not_found");
    expect(await post({channel: "C0NEWS", text: "hi"})).toMatch(/restricted_action/);
    expect(await post({channel: "C0SALES", text: "hi", thread_ts: "1.1"})).toBe("thread_not_found");
    expect(await post({channel: "C0SALES", blocks: [{type: "divider"}]})).toBe("no_text");
    expect(await post({channel: "C0SALES", text: "hi", color: "red"})).toBe("invalid_arguments");
    expect(slack.messagesIn("C0SALES").map(slack.reads)).toEqual(["hi"]);
    expect(slack.problems.some((one) => /color/.test(one))).toBe(true);
  });

  test("streams: whom they are for, one kind of content, not after their end, 20 a minute", async () => {
    const {ts: thread_ts} = await client.chat.postMessage({channel: "C0SALES", text: "root"});
    const start = (args: Json = {}) =>
      client.chat.startStream({
        channel: "C0SALES",
        thread_ts: thread_ts!,
        recipient_team_id: "T0ACME",
        recipient_user_id: "U0ANA",
        ...args,
      });
    expect(await refused(start({recipient_user_id: undefined}))).toBe("missing_recipient_user_id");
    const {ts = ""} = await start({
      chunks: [{type: "task_update", id: "1", title: "Reading", status: "in_progress"}],
    });
    const at = {channel: "C0SALES", ts};
    expect(await refused(client.chat.appendStream({...at, markdown_text: "x"}))).toBe(
      "streaming_mode_mismatch",
    );
    await client.chat.appendStream({
      ...at,
      chunks: [{type: "task_update", id: "1", title: "Reading", status: "complete"}],
    });
    expect(slack.reads(slack.message("C0SALES", ts)!)).toBe("[complete: Reading]");
    slack.expireStreams();
    expect(await refused(client.chat.stopStream(at))).toBe("message_not_in_streaming_state");
    for (let count = 2; count < 20; count += 1) await start();
    expect(await refused(start())).toBe("slack_webapi_rate_limited_error");
  });

  test("files come in three steps, and are seen a moment later; a sign-in page where there is no scope", async () => {
    const {file_id = "", upload_url = ""} = await client.files.getUploadURLExternal({
      filename: "a.csv",
      length: 3,
    });
    await fetch(upload_url, {method: "POST", body: "a,b"});
    await client.files.completeUploadExternal({files: [{id: file_id}], channel_id: "C0SALES"});
    expect(slack.messagesIn("C0SALES")).toEqual([]);
    await expect.poll(() => slack.messagesIn("C0SALES").map(slack.reads)).toEqual(["[file a.csv]"]);
    const {file} = await client.files.info({file: file_id});
    const get = async () => {
      const headers = {authorization: `Bearer ${slack.team().token}`};
      return (await fetch(file!.url_private_download!, {headers})).text();
    };
    expect(await get()).toBe("a,b");
    slack.team().scopes.delete("files:read");
    expect(await get()).toMatch(/Sign in/);
  });

  test("a call that is lost is done; one that is refused is not; a missing scope says which", async () => {
    slack.fail({method: "chat.postMessage", how: "lost"});
    await refused(client.chat.postMessage({channel: "C0SALES", text: "lost"}));
    slack.fail({method: "chat.postMessage", how: "refused"});
    await refused(client.chat.postMessage({channel: "C0SALES", text: "refused"}));
    expect(slack.messagesIn("C0SALES").map(slack.reads)).toEqual(["lost"]);
    slack.team().scopes.delete("chat:write");
    expect(await refused(client.chat.postMessage({channel: "C0SALES", text: "hi"}))).toBe("missing_scope");
  });
});
