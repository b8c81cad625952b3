import {describe, expect, it} from "vitest";
import type {FittedReply} from "../../../../src/channels/chat/fitted.ts";
import {layOutComponents} from "../../../../src/channels/discord/render/components.ts";
import {layOutEmbeds} from "../../../../src/channels/discord/render/embeds.ts";
import {cutByLines, partsOf} from "../../../../src/channels/discord/render/pieces.ts";
import {checkMessageLimits, everyComponent} from "../local/limits.ts";

const png = {name: "süße Karte.png", mediaType: "image/png", content: new Uint8Array([1, 2, 3])};

const reply = (pieces: FittedReply["pieces"], actions: FittedReply["actions"] = []): FittedReply => ({
  summary: "Total is 42.",
  pieces,
  actions,
});

const layouts = {components: layOutComponents, embeds: layOutEmbeds};

describe.each(Object.entries(layouts))("an answer as %s", (_, layOut) => {
  it("holds text, a picture with words for whoever cannot see it, and buttons", () => {
    const [body, ...more] = layOut(
      partsOf(
        reply(
          [
            {kind: "text", markdown: "Total is **42**."},
            {kind: "picture", file: png, title: "Total", altText: "Bar chart: North leads"},
            {kind: "note", markdown: "Read as: sum(amount)"},
          ],
          [
            {id: "how:t1", label: "How", kind: "button"},
            {id: "up:t1", label: "Good", kind: "up"},
          ],
        ),
        {},
      ),
    );
    expect(more).toEqual([]);
    const shown = JSON.stringify(body);
    expect(shown).toContain("Total is **42**.");
    expect(shown).toContain("-# Read as: sum(amount)");
    expect(body?.attachments).toEqual([
      {id: "0", filename: "su_e_Karte.png", description: "Bar chart: North leads"},
    ]);
    expect(shown).toContain("attachment://su_e_Karte.png");
    expect(shown).toContain("tt:how:t1");
    expect(checkMessageLimits(body as never, true)).toEqual([]);
  });

  it("is several messages where one has no room, each within what Discord takes", () => {
    const long = Array.from({length: 60}, (_, at) => `Line ${at} of *all* that was found_out.`).join("\n\n");
    const pieces = Array.from({length: 8}, () => ({kind: "text", markdown: long}) as const);
    const files = Array.from({length: 12}, (_, at) => ({
      kind: "file" as const,
      title: "Data",
      file: {name: "data.csv", mediaType: "text/csv", content: new Uint8Array([at])},
    }));
    const bodies = layOut(partsOf(reply([...pieces, ...files]), {}));
    expect(bodies.length).toBeGreaterThan(2);
    for (const body of bodies) expect(checkMessageLimits(body as never, true)).toEqual([]);
    const names = bodies.flatMap((body) => body.attachments.map((one) => one.filename));
    expect(new Set(names).size).toBe(12);
    expect(JSON.stringify(bodies).match(/Line 59 of/g)).toHaveLength(8);
  });

  it("gives many long choices as a list to pick from, few as rows of their own, short ones as buttons in a row", () => {
    const long = "By the month in which an order was placed, rather than paid";
    const longer = "By the month in which an order was paid, rather than placed";
    const choice = (id: string, label: string) => ({id, label, kind: "button"}) as const;
    const bodies = layOut(
      partsOf(
        reply([
          {kind: "text", markdown: "Which one?"},
          {
            kind: "choices",
            choices: [0, 1, 2, 3].map((at) => choice(`choice:t:${at}`, at > 1 ? `By ${at}` : long)),
          },
          {kind: "choices", choices: [choice("choice:t:4", longer), choice("choice:t:5", "By year")]},
          {kind: "choices", choices: [choice("choice:t:6", "Net"), choice("choice:t:7", "Gross")]},
        ]),
        {},
      ),
    );
    const all = everyComponent(bodies[0]?.components as never);
    expect(all.find(({type}) => type === 3)?.options?.map(({value}) => value)).toEqual([
      "tt:choice:t:0",
      "tt:choice:t:1",
      "tt:choice:t:2",
      "tt:choice:t:3",
    ]);
    expect(all.filter(({type}) => type === 2).map(({label}) => label)).toEqual([
      longer,
      "By year",
      "Net",
      "Gross",
    ]);
    const rows = all
      .filter(({type}) => type === 1)
      .map((row) => (row as {components?: unknown[]}).components);
    expect(rows.map((row) => row?.length)).toEqual([1, 1, 1, 2]);
  });
});

describe("a text that is too long", () => {
  it("is cut between lines, and a block of code is closed and opened again", () => {
    const code = `\`\`\`sql\n${"select amount from sales\n".repeat(40)}\`\`\``;
    const cut = cutByLines(`Before\n${code}\nAfter`, 400);
    expect(cut.length).toBeGreaterThan(2);
    for (const one of cut) {
      expect(one.length).toBeLessThanOrEqual(400);
      expect((one.match(/```/g) ?? []).length % 2).toBe(0);
    }
    expect(cut[1]).toMatch(/^```sql\n/);
  });

  it("is never cut within an emoji or an escape", () => {
    for (const one of cutByLines("🍎".repeat(500), 100)) expect(one).not.toMatch(/^[\udc00-\udfff]/);
    for (const one of cutByLines("\\_".repeat(500), 101)) expect(one).toMatch(/^(\\_)+$/);
    // Nothing but backslashes: it comes to its end, and each is still escaped by the one before.
    for (const one of cutByLines("\\".repeat(1_000), 101)) expect(one).toMatch(/^(\\\\)+$/);
  });
});
