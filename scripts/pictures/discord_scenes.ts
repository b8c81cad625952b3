import {runningDiscord} from "../../test/channels/discord/running.ts";
import {settled} from "../../test/conformance/channels/settled.ts";
import {ORDERS_CSV, PLACES_CSV} from "../../test/conformance/data.ts";
import {discordPage} from "./discord_page.ts";

/** Conversations with the real adapter on a local Discord, each as a page: by the picture's name. */
export async function discordScenes(): Promise<Map<string, string>> {
  await using here = await runningDiscord();
  const {discord} = here;
  const pages = new Map<string, string>();
  const ana = discord.person("Ana");
  const acme = discord.guild("Acme", {owner: ana});
  let count = 0;

  const say = async (text: string, where: {id: string}, file?: {name: string; content: string}) => {
    const said = discord.say(ana, where, text, {files: file ? [file] : []});
    count += 1;
    await settled(here.service, count);
    return said;
  };
  const from = (where: {id: string}, after?: {id: string}) => {
    const all = discord.state.channels.get(where.id)?.messages ?? [];
    return all.filter(({wire}) => after === undefined || BigInt(wire.id) >= BigInt(after.id));
  };
  const page = (messages: ReturnType<typeof from>) => discordPage({discord, messages});
  const orders = {name: "orders.csv", content: ORDERS_CSV};
  const direct = discord.direct(ana);

  const dropped = await say("", direct, orders);
  pages.set("discord-csv-dropped", page(from(direct, dropped)));

  const asked = await say(`${discord.mention} bar chart of total amount by region`, acme.channel, orders);
  const thread = {id: asked.id};
  pages.set("discord-question-with-chart", page([...from(acme.channel, asked).slice(0, 1), ...from(thread)]));
  const followed = await say("only paid", thread);
  pages.set("discord-follow-up", page(from(thread, followed)));

  const unclear = await say("total amount by region", direct, {name: "places.csv", content: PLACES_CSV});
  await say("2", direct);
  pages.set("discord-ambiguous", page(from(direct, unclear)));

  const bad = await say("", direct, {name: "budget.xlsx", content: "this is no workbook\u0000"});
  await say("what was the profit by salesperson?", direct);
  pages.set("discord-error", page(from(direct, bad)));

  const report = await say(`${discord.mention} total amount by month`, acme.channel, orders);
  const other = {id: report.id};
  const answer = discord.messagesIn(other).find(({buttons}) => buttons.some(({label}) => label === "How"));
  if (answer) await discord.press(ana, answer, "How").answer();
  pages.set("discord-report", page([...from(acme.channel, report).slice(0, 1), ...from(other)]));
  for (const problem of discord.problems) console.error(`Discord: ${problem}`);
  return pages;
}
