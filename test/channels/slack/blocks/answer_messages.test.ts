import {describe, expect, test} from "vitest";
import type {FittedPiece, FittedReply, FittedTable} from "../../../../src/channels/chat/fitted.ts";
import type {ReplyAction, ReplyChart} from "../../../../src/channels/chat/reply.ts";
import {answerMessages, newerBlocksOf} from "../../../../src/channels/slack/blocks/answer_messages.ts";
import {wrongBlocks} from "../local/schemas.ts";

const button = (id: string, label: string, kind: ReplyAction["kind"] = "button"): ReplyAction => ({
  id,
  label,
  kind,
});

function reply(pieces: FittedPiece[], actions: ReplyAction[] = []): FittedReply {
  return {summary: "The total is 60 & <b>more</b>.", pieces, actions};
}

function table(rows: number): FittedTable {
  return {
    title: "Amount by region",
    header: ["region", "amount"],
    rows: Array.from({length: rows}, (_, at) => [`region ${at}`, at % 7 === 0 ? "" : `1,${100 + at}.50`]),
    right: [false, true],
    rowsInAll: rows,
  };
}

const chart: ReplyChart = {
  kind: "chart",
  title: "Amount by region",
  altText: "North has the most, 40.",
  spec: {kind: "bar", x: "region", y: "amount", title: "Amount by region"},
  table: {
    columns: [
      {name: "region", type: "text"},
      {name: "amount", type: "number"},
    ],
    rows: [
      ["south", 20],
      ["north", 40],
    ],
  },
  png: async () => ({name: "amount.png", mediaType: "image/png", content: new Uint8Array([1])}),
};

/** Slack's own types, and its documented limits. */
function expectValid(messages: readonly {blocks: unknown[]}[]): void {
  for (const {blocks} of messages) expect(wrongBlocks(blocks)).toEqual([]);
}

test("an answer with everything is what Slack takes", () => {
  const {messages, uploads} = answerMessages(
    reply(
      [
        {kind: "text", markdown: "**North** has the most: 40."},
        {kind: "note", markdown: "Read as: *sum of amount* by `region`."},
        {kind: "table", table: table(5)},
        {kind: "chart", chart},
        {
          kind: "choices",
          choices: [button("choice:t1:0", "1. by order date"), button("choice:t1:1", "2. by month")],
        },
        {kind: "suggestions", questions: [{question: "By month?", action: button("ask:t1:0", "By month?")}]},
      ],
      [
        button("how:t1", "How"),
        button("rows:t1", "Rows"),
        button("up:t1", "Good", "up"),
        button("down:t1", "Bad", "down"),
      ],
    ),
  );
  expectValid(messages);
  expect(messages).toHaveLength(1);
  expect(messages[0]!.blocks.map(({type}) => type)).toEqual([
    "markdown",
    "context",
    "context",
    "table",
    "data_visualization",
    "actions",
    "actions",
    "actions",
    "context_actions",
  ]);
  expect(messages[0]!.text).toBe("The total is 60 &amp; &lt;b&gt;more&lt;/b&gt;.");
  // The picture comes too: not every client draws charts.
  expect(uploads.map(({altText}) => altText)).toEqual(["North has the most, 40."]);
});

test("bars that Slack draws stand in the order of the picture", () => {
  const [message] = answerMessages(reply([{kind: "chart", chart}])).messages;
  expect(message!.blocks[0]).toMatchObject({
    type: "data_visualization",
    chart: {
      type: "bar",
      axis_config: {categories: ["north", "south"]},
      series: [
        {
          name: "amount",
          data: [
            {label: "north", value: 40},
            {label: "south", value: 20},
          ],
        },
      ],
    },
  });
});

describe("what Slack cannot draw as it is meant is a picture alone", () => {
  test.each([
    ["stacked bars", {arrangement: "stacked" as const}],
    ["a logarithmic scale", {yScale: "log" as const}],
    ["panels", {facet: "region"}],
    ["a kind that Slack does not know", {kind: "scatter" as const}],
  ])("%s", (_, more) => {
    const one = {...chart, spec: {...chart.spec, ...more}};
    const {messages, uploads} = answerMessages(reply([{kind: "chart", chart: one}]));
    expect(messages[0]!.blocks).toEqual([]);
    expect(uploads).toHaveLength(1);
  });
});

describe("tables", () => {
  test("a long one has pages, and its numbers are sorted as numbers", () => {
    const {messages} = answerMessages(reply([{kind: "table", table: table(60)}]));
    expectValid(messages);
    const [block] = messages[0]!.blocks as {type: string; rows: {text?: string}[][]}[];
    expect(block?.type).toBe("data_table");
    expect(block?.rows[0]?.map(({text}) => text)).toEqual(["region", "amount"]);
    expect(block?.rows[1]?.[1]).toMatchObject({type: "raw_text", text: "–"});
    expect(block?.rows[2]?.[1]).toEqual({type: "raw_number", value: 1101.5, text: "1,101.50"});
    expect(JSON.stringify(messages)).toContain('{"type":"raw_number","value":1101.5,"text":"1,101.50"}');
  });

  test("two are in two messages: Slack takes one in each", () => {
    const pieces: FittedPiece[] = [
      {kind: "table", table: table(3)},
      {kind: "table", table: table(4)},
    ];
    const {messages} = answerMessages(reply(pieces));
    expectValid(messages);
    expect(messages.map(({blocks}) => blocks.filter(({type}) => type === "table").length)).toEqual([1, 1]);
  });

  test("a row that is too short is filled up", () => {
    const ragged = {...table(0), rows: [["north"], ["south", "1", "2"]]};
    expectValid(answerMessages(reply([{kind: "table", table: ragged}])).messages);
  });
});

test("a long text is in several messages, none of them too long", () => {
  const pieces: FittedPiece[] = Array.from({length: 4}, (_, at) => ({
    kind: "text",
    markdown: `${at} ${"word ".repeat(2200)}`,
  }));
  const {messages} = answerMessages(reply(pieces));
  expectValid(messages);
  expect(messages).toHaveLength(4);
});

test("nothing in an answer mentions people", () => {
  const {messages} = answerMessages(
    reply([{kind: "text", markdown: "<!channel> and <@U0ANA>, but `<@U0ANA>` in code"}]),
  );
  expect(messages[0]!.blocks[0]).toMatchObject({
    text: "<\u2060!channel> and <\u2060@U0ANA>, but `<@U0ANA>` in code",
  });
});

test("without the newer blocks the answer says the same", () => {
  const everything = reply(
    [
      {kind: "text", markdown: "**North** has the most."},
      {kind: "table", table: table(60)},
      {kind: "chart", chart},
    ],
    [button("up:t1", "Good", "up"), button("down:t1", "Bad", "down")],
  );
  const without = new Set(newerBlocksOf(answerMessages(everything).messages[0]!));
  expect([...without]).toEqual(["data_visualization", "data_table", "context_actions", "markdown"]);
  const {messages, uploads} = answerMessages(everything, without);
  expectValid(messages);
  expect(messages.flatMap(({blocks}) => blocks.map(({type}) => type))).toEqual([
    "section",
    "context",
    "table",
    "actions",
  ]);
  expect(uploads).toHaveLength(1);
});
