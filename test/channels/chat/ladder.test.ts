import stringWidth from "string-width";
import {describe, expect, it} from "vitest";
import type {ChannelCapabilities} from "../../../src/channels/channel.ts";
import {alignedTable} from "../../../src/channels/chat/aligned_table.ts";
import {fitReply} from "../../../src/channels/chat/ladder.ts";
import type {
  ReplyAction,
  ReplyChart,
  ReplyDocument,
  ReplyPart,
  ReplyTable,
} from "../../../src/channels/chat/reply.ts";
import {TabletalkError} from "../../../src/errors.ts";

const slackLike: ChannelCapabilities = {
  nativeTable: true,
  nativeChart: true,
  image: true,
  buttons: true,
  files: true,
  maxTextLength: 12_000,
  limits: {
    table: {rows: 100, columns: 20, characters: 10_000},
    chart: {kinds: ["bar", "line", "area", "pie"], points: 20, series: 6, label: 20},
    buttons: {count: 25, label: 75},
  },
};
const discordLike: ChannelCapabilities = {
  ...slackLike,
  nativeTable: false,
  nativeChart: false,
  maxTextLength: 2_000,
  limits: {codeWidth: 56, buttons: {count: 5, label: 20}, files: {bytes: 10 * 2 ** 20, count: 10}},
};
const wordsAlone: ChannelCapabilities = {
  nativeTable: false,
  nativeChart: false,
  image: false,
  buttons: false,
  files: false,
  maxTextLength: 500,
};

const button = (id: string, label = id): ReplyAction => ({id, label, kind: "button"});

function tableOf(rows: number, columns = ["region", "amount"]): ReplyTable {
  return {
    kind: "table",
    title: "Amount by region",
    header: columns,
    rows: Array.from({length: rows}, (_, at) =>
      columns.map((name, i) => (i === 0 ? `${name} ${at}` : String(at * 10))),
    ),
    right: columns.map((_, i) => i > 0),
    rowsInAll: rows,
    csv: async () => ({
      name: "amount.csv",
      mediaType: "text/csv",
      content: new TextEncoder().encode("a\r\n"),
    }),
  };
}

function chartOf(rows: number, png: ReplyChart["png"] = async () => PNG): ReplyChart {
  return {
    kind: "chart",
    title: "Amount by region",
    altText: "Bar chart: North is largest at 40.",
    spec: {kind: "bar", x: "region", y: "amount", title: "Amount by region"},
    table: {
      columns: [
        {name: "region", type: "text"},
        {name: "amount", type: "number"},
      ],
      rows: Array.from({length: rows}, (_, at) => [`r${at}`, at]),
    },
    png,
  };
}

const PNG = {name: "amount.png", mediaType: "image/png", content: new Uint8Array([1, 2, 3])};

function fitTo(
  parts: readonly ReplyPart[],
  capabilities: ChannelCapabilities,
  actions: readonly ReplyAction[] = [],
) {
  const document: ReplyDocument = {summary: "Done.", parts, actions};
  return fitReply(document, capabilities);
}

describe("a table", () => {
  it("is native where the platform has tables and it fits", async () => {
    const {pieces} = await fitTo([tableOf(4)], slackLike);
    expect(pieces).toMatchObject([{kind: "table", table: {header: ["region", "amount"], rowsInAll: 4}}]);
  });

  it("is cut to the platform's rows, which is said, and the whole comes as a file", async () => {
    const {pieces} = await fitTo([tableOf(400)], slackLike);
    expect(pieces).toMatchObject([
      {kind: "table"},
      {kind: "note", markdown: "The first 99 of 400 rows; the file has all."},
      {kind: "file", file: {name: "amount.csv"}},
    ]);
  });

  it("has no file where a button gives it", async () => {
    const {pieces} = await fitTo([tableOf(400)], slackLike, [button("csv:t1", "CSV")]);
    expect(pieces.map(({kind}) => kind)).toEqual(["table", "note"]);
  });

  it("is an aligned code block on others, with what was left out", async () => {
    const {pieces} = await fitTo([tableOf(27)], discordLike, [button("csv:t1", "CSV")]);
    expect(pieces[0]).toMatchObject({kind: "text"});
    const text = (pieces[0] as {markdown: string}).markdown;
    expect(text.split("\n").slice(0, 4)).toEqual([
      "```",
      "region     amount",
      "─────────  ──────",
      "region 0        0",
    ]);
    expect(text).toContain("… 12 more rows");
  });

  it("is only told where there is no room for it", async () => {
    const {pieces} = await fitTo([tableOf(4)], {...wordsAlone, limits: {codeWidth: 8}});
    expect(pieces).toEqual([{kind: "note", markdown: "Amount by region has no room here: ask for less."}]);
  });

  it("with too many columns for a native one becomes a code block", async () => {
    const wide = tableOf(
      3,
      Array.from({length: 25}, (_, at) => `column ${at}`),
    );
    const {pieces} = await fitTo([wide], slackLike);
    expect(pieces[0]).toMatchObject({kind: "text"});
    expect((pieces[0] as {markdown: string}).markdown).toMatch(/… \d+ more columns/);
    expect(pieces.at(-1)).toMatchObject({kind: "file"});
  });
});

describe("an aligned table", () => {
  it("aligns wide letters and pictures, cuts to the width and sets right-to-left names apart", () => {
    const table = {
      header: ["name", "n"],
      rows: [
        ["東京", "1"],
        ["🍕 pizza", "22"],
        ["القاهرة", "333"],
        [`\`\`\` @everyone ${"x".repeat(80)}`, "4"],
      ],
      right: [false, true],
      rowsInAll: 4,
    };
    const lines = alignedTable(table, {width: 30, most: 10}).split("\n");
    expect(new Set(lines.map((line) => stringWidth(line)))).toEqual(new Set([30]));
    expect(lines[4]).toContain("\u2068القاهرة\u2069");
    expect(lines.join("\n")).not.toContain("```");
    expect(lines.join("\n")).not.toContain("@everyone");
  });
});

describe("a chart", () => {
  it("is native where the platform draws such charts", async () => {
    expect((await fitTo([chartOf(5)], slackLike)).pieces).toMatchObject([{kind: "chart"}]);
  });

  it("is a picture with its words where it has too many values, or the platform draws none", async () => {
    for (const capabilities of [slackLike, discordLike])
      expect((await fitTo([chartOf(50)], capabilities)).pieces).toEqual([
        {
          kind: "picture",
          file: PNG,
          title: "Amount by region",
          altText: "Bar chart: North is largest at 40.",
        },
      ]);
  });

  it("is words where it cannot be drawn, which is said", async () => {
    const broken = chartOf(50, async () => {
      throw new TabletalkError("no_browser", "There is no browser.", "Run tabletalk doctor.");
    });
    expect((await fitTo([broken], discordLike)).pieces).toEqual([
      {kind: "text", markdown: "Bar chart: North is largest at 40."},
      {kind: "note", markdown: "The chart could not be drawn: There is no browser."},
    ]);
  });

  it("over the limit of files is words, which is said", async () => {
    const large = chartOf(50, async () => ({...PNG, content: new Uint8Array(11 * 2 ** 20)}));
    expect((await fitTo([large], discordLike)).pieces.at(-1)).toEqual({
      kind: "note",
      markdown: "amount.png could not be sent: it has 11.0 MB, and a file here may have 10.0 MB.",
    });
  });
});

describe("choices", () => {
  const choices: ReplyPart = {
    kind: "choices",
    question: "Which did you mean?",
    choices: [
      {said: "total amount: 40", action: button("choice:t:0", "total amount")},
      {
        said: "average amount: 4 *not bold*",
        action: button("choice:t:1", "average amount of all that is there"),
      },
    ],
  };

  it("are buttons under a numbered list", async () => {
    const {pieces} = await fitTo([choices], discordLike);
    expect(pieces).toEqual([
      {
        kind: "text",
        markdown:
          "Which did you mean?\n\n1. total amount: 40\n2. average amount: 4 \\*not bold\\*\n\nPress one, or answer with its number.",
      },
      {
        kind: "choices",
        choices: [
          {id: "choice:t:0", label: "1. total amount", kind: "button"},
          {id: "choice:t:1", label: "2. average amount o…", kind: "button"},
        ],
      },
    ]);
  });

  it("are numbers to answer with where there are no buttons", async () => {
    const {pieces} = await fitTo([choices], wordsAlone);
    expect(pieces).toHaveLength(1);
    expect((pieces[0] as {markdown: string}).markdown).toMatch(/Answer with a number\.$/);
  });
});

describe("buttons", () => {
  it("that there is no room for are left away from the end, suggestions first", async () => {
    const asked: ReplyPart = {
      kind: "suggestions",
      questions: [{question: "total amount", action: button("ask:t:0", "total amount")}],
    };
    const actions = ["how:t", "rows:t", "fix:t", "csv:t", "up:t", "down:t"].map((id) => button(id));
    const fitted = await fitTo([asked], discordLike, actions);
    expect(fitted.actions.map(({id}) => id)).toEqual(["how:t", "rows:t", "fix:t", "csv:t", "up:t"]);
    expect(fitted.pieces).toEqual([]);
    expect((await fitTo([asked], wordsAlone, actions)).actions).toEqual([]);
  });
});

describe("text and errors", () => {
  it("over the limit are split; an error keeps to its half", async () => {
    const long = Array.from({length: 300}, (_, at) => `word${at}`).join(" ");
    const {pieces} = await fitTo([{kind: "text", markdown: long}], wordsAlone);
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces)
      expect((piece as {markdown: string}).markdown.length).toBeLessThanOrEqual(500);
    const failed = await fitTo(
      [{kind: "error", message: `**${long}**`, next: "Ask <@U1> again."}],
      wordsAlone,
    );
    expect(failed.pieces[0]).toMatchObject({kind: "error", next: "Ask \\<\u2060@\u2060U1> again."});
    expect((failed.pieces[0] as {markdown: string}).markdown.length).toBeLessThanOrEqual(250);
  });
});
