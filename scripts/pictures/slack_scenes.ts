import type {Ephemeral, LocalMessage} from "../../test/channels/slack/local/state.ts";
import {BOT, runningSlack} from "../../test/channels/slack/running.ts";
import {settled} from "../../test/conformance/channels/settled.ts";
import {ORDERS_CSV, PLACES_CSV} from "../../test/conformance/data.ts";
import {slackPage} from "./slack_page.ts";

/** Conversations with the real adapter on a local Slack, each as a page: by the picture's name. */
export async function slackScenes(): Promise<Map<string, string>> {
  await using here = await runningSlack();
  const {slack} = here;
  const names = new Map([
    ["U0ANA", "Ana"],
    ["U0TABLETALK", "Tabletalk"],
  ]);
  const ana = {user: "U0ANA"};
  const pages = new Map<string, string>();
  let count = 0;

  const say = async (
    text: string,
    at: {channel: string; threadTs?: string},
    file?: {name: string; content: string},
  ) => {
    const said = await slack.say({
      ...ana,
      ...at,
      text,
      ...(file && {files: [{name: file.name, bytes: Buffer.from(file.content)}]}),
    });
    count += 1;
    await settled(here.service, count);
    // Sharing a file takes Slack a moment.
    await new Promise((resolve) => setTimeout(resolve, 600));
    return said.ts;
  };
  const from = (channel: string, root: string, after = 0): (LocalMessage | Ephemeral)[] => {
    const first = slack.message(channel, root);
    return [...(first ? [first] : []), ...slack.thread(channel, root)].slice(after);
  };
  const orders = {name: "orders.csv", content: ORDERS_CSV};

  const dropped = await say("", {channel: "D0ANA"}, orders);
  pages.set("slack-csv-dropped", slackPage({messages: from("D0ANA", dropped), names}));

  const asked = await say(`${BOT} bar chart of total amount by region`, {channel: "C0SALES"}, orders);
  pages.set("slack-question-with-chart", slackPage({messages: from("C0SALES", asked), names}));
  const before = from("C0SALES", asked).length;
  await say("only paid", {channel: "C0SALES", threadTs: asked});
  pages.set("slack-follow-up", slackPage({messages: from("C0SALES", asked, before), names}));

  const unclear = await say(
    "total amount by region",
    {channel: "D0ANA"},
    {name: "places.csv", content: PLACES_CSV},
  );
  await say("2", {channel: "D0ANA", threadTs: unclear});
  pages.set("slack-ambiguous", slackPage({messages: from("D0ANA", unclear), names}));

  const bad = await say("", {channel: "D0ANA"}, {name: "budget.xlsx", content: "this is no workbook\u0000"});
  await say("what was the profit by salesperson?", {channel: "D0ANA", threadTs: dropped});
  const last = from("D0ANA", dropped).slice(-2);
  pages.set("slack-error", slackPage({messages: [...from("D0ANA", bad), ...last], names}));

  const report = await say(`${BOT} total amount by month`, {channel: "C0SALES"}, orders);
  const answer = slack.thread("C0SALES", report).find(({blocks}) => blocks.length > 0);
  if (!answer) throw new Error("There is no answer to press a button of.");
  const seen = slack.ephemeral("U0ANA").length;
  await slack.press({...ana, on: answer, label: "How"});
  await here.until(() => slack.view("U0ANA") ?? slack.ephemeral("U0ANA")[seen], "How");
  const view = slack.view("U0ANA")?.view;
  // The chart is in other pictures.
  const told = from("C0SALES", report).filter((one) => one.user === "U0ANA" || one.blocks.length > 0);
  const messages = [...told, ...slack.ephemeral("U0ANA").slice(seen)];
  pages.set("slack-report", slackPage({messages, names, ...(view && {view})}));
  for (const problem of slack.problems) console.error(`Slack: ${problem}`);
  return pages;
}
