import {describe, expect, it} from "vitest";
import {toDiscord} from "../../../../src/channels/discord/render/dialect.ts";

describe("Markdown as Discord shows it", () => {
  it("keeps what Discord knows, and makes something near of what it does not", () => {
    expect(toDiscord("## Sales\n\nIn all **42**, *about*.")).toBe("## Sales\n\nIn all **42**, *about*.");
    expect(toDiscord("#### Small")).toBe("**Small**");
    expect(toDiscord("- a\n  - b\n- c\n\n---\n\n3. d")).toBe("- a\n  - b\n- c\n\n3. d");
    expect(toDiscord("> said\n> so")).toBe("> said\n> so");
  });

  it("shows a table as a block of code whose columns stand under one another", () => {
    expect(toDiscord("| region | amount |\n|---|--:|\n| North | 450 |\n| Süd 🍎 | 7 |")).toBe(
      ["```", "region  amount", "──────  ──────", "North      450", "\u2068Süd 🍎\u2069       7", "```"].join(
        "\n",
      ),
    );
  });

  it("does not underline what CommonMark makes bold, nor hide what stands between bars", () => {
    expect(toDiscord("__strong__ and \\|\\|kept\\|\\|")).toBe("**strong** and \\|\\|kept\\|\\|");
  });

  it("lets nobody be called, whatever the data says", () => {
    expect(toDiscord("@everyone and @here")).toBe("@\u200beveryone and @\u200bhere");
    expect(toDiscord("<@123> <@&4> <#5> </ask:6> <t:7>")).toBe("\\<@123> \\<@&4> \\<#5> \\</ask:6> \\<t:7>");
    expect(toDiscord("\\<@123\\>")).toBe("\\<@123\\>");
  });

  it("lets no address lead anywhere but to a page of ours", () => {
    const own = "https://tabletalk.example.com";
    expect(toDiscord(`[Open](${own}/t/1)`, own)).toBe(`[Open](${own}/t/1)`);
    expect(toDiscord("[Open](https://evil.example/x)", own)).toBe("Open (https\\://evil.example/x)");
    expect(toDiscord("see https://evil.example/x now")).toBe("see https\\://evil.example/x now");
    expect(toDiscord("\\[Open\\](https\\://evil.example)", own)).not.toMatch(/(?<!\\)\[/);
    expect(toDiscord("[a](https://tabletalk.example.com@evil.example/)", own)).not.toContain("](");
  });

  it("keeps letters that only look like formatting", () => {
    expect(toDiscord("\\# no heading")).toBe("\\# no heading");
    expect(toDiscord("1\\. no list")).toBe("1\\. no list");
    expect(toDiscord("net_amount_eur and 2 &lt; 3 &amp; 4")).toBe("net\\_amount\\_eur and 2 \\< 3 & 4");
  });

  it("has no block of code that its content ends", () => {
    const shown = toDiscord("````\na ``` b\n````\n\n# Next");
    expect(shown.match(/```/g)).toHaveLength(2);
    expect(toDiscord("``a ` b``")).toBe("`` a ` b ``");
  });
});
