import {expect, test} from "vitest";
import {decodeSlackText, escapeSlack} from "../../../src/channels/slack/slack_text.ts";

const BOT = "U0BOT";

test("the bot's own mention goes away, others become names", () => {
  const decoded = decodeSlackText("<@U0BOT> compare with what <@U1> and <@U2|ben> sent", BOT, (user) =>
    user === "U1" ? "Ana" : undefined,
  );
  expect(decoded).toEqual({
    text: "compare with what @Ana and @ben sent",
    isNamed: true,
    named: ["U1", "U2"],
    channels: [],
  });
});

test("a mention of a name that only looks like the bot's is somebody else's", () => {
  expect(decodeSlackText("<@U0BOTTLE> hi", BOT)).toMatchObject({
    isNamed: false,
    named: ["U0BOTTLE"],
    channels: [],
  });
});

test.each([
  ["revenue &lt; 5 &amp;&amp; cost &gt; 3", "revenue < 5 && cost > 3"],
  // Slack escapes once: what was typed as an entity stays one.
  ["&amp;lt;b&amp;gt;", "&lt;b&gt;"],
  ["open <http://orders.csv|orders.csv>", "open orders.csv"],
  ["see <https://example.com/a|the page>", "see the page (https://example.com/a)"],
  ["<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"],
  ["<mailto:a@b.c|a@b.c>", "a@b.c"],
  ["in <#C0SALES|sales> and <#C0SALES>", "in #sales and #C0SALES"],
  ["<!here> look, <!subteam^S1|@finance>", "@here look, @finance"],
  ["due <!date^1392734382^{date}|Feb 18, 2014>", "due Feb 18, 2014"],
  ["a < b", "a < b"],
  ["two\nlines   apart", "two\nlines apart"],
])("%j reads %j", (given, read) => {
  expect(decodeSlackText(given, BOT).text).toBe(read);
});

test("an entity decoded late cannot make a mention", () => {
  expect(decodeSlackText("&lt;@U0BOT&gt; hi", BOT)).toMatchObject({text: "<@U0BOT> hi", isNamed: false});
});

test("what is escaped for Slack refers to nothing", () => {
  expect(escapeSlack("<!channel> & <@U1>")).toBe("&lt;!channel&gt; &amp; &lt;@U1&gt;");
});
