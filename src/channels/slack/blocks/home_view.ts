import type {KnownBlock, HomeView as SlackHomeView} from "@slack/types";
import {cutText} from "../../chat/cut_text.ts";
import type {HomeView} from "../../chat/desk.ts";

/** Buttons of Home whose value is a question. */
export const PROMPT = "prompt";

const DATASETS = 15;
const RECENT = 8;

/** Somebody's App Home: what there is to ask about, what was answered lately, what is set. */
export function homeView(home: HomeView): SlackHomeView {
  const blocks: KnownBlock[] = [
    header(`Tabletalk in ${home.workspaceName}`),
    plain(
      "Ask about data in plain words: write to me under Messages, mention me in a channel, or drop a file.",
    ),
  ];
  if (home.prompts.length > 0)
    blocks.push({
      type: "actions",
      elements: home.prompts.slice(0, 4).map((question, index) => ({
        type: "button",
        action_id: `${PROMPT}:${index}`,
        text: {type: "plain_text", text: cutText(question, 70), emoji: false},
        value: cutText(question, 2000),
      })),
    });
  blocks.push(header("Datasets"));
  if (home.datasets.length === 0)
    blocks.push(plain("None yet. Drop a CSV, Excel, JSON or Parquet file into a message to me."));
  for (const {name, rows, columns, updatedAt, isPrivate} of home.datasets.slice(0, DATASETS))
    blocks.push(
      plain(
        name,
        `${count(rows, "row")}, ${count(columns, "column")}, ${day(updatedAt)}${isPrivate ? ", yours alone" : ""}`,
      ),
    );
  if (home.datasets.length > DATASETS)
    blocks.push(note(`And ${home.datasets.length - DATASETS} more: ask for them by name.`));
  if (home.recent.length > 0) blocks.push({type: "divider"}, header("Recent answers"));
  for (const {turn, question, answer, at} of home.recent.slice(0, RECENT))
    blocks.push({
      type: "section",
      text: {
        type: "plain_text",
        text: cutText([question, answer, day(at)].filter(Boolean).join("\n"), 1000) || "-",
        emoji: false,
      },
      accessory: {
        type: "button",
        action_id: `how:${turn}`,
        text: {type: "plain_text", text: "How", emoji: false},
      },
    });
  blocks.push({type: "divider"}, header("Settings"));
  const settings = [{name: "Your role", value: home.role}, ...home.settings];
  blocks.push(plain(settings.map(({name, value}) => `${name}: ${value}`).join("\n")));
  if (home.url !== undefined)
    blocks.push({
      type: "actions",
      elements: [
        {
          type: "button",
          action_id: "open_page",
          url: home.url,
          text: {type: "plain_text", text: "Open the web page", emoji: false},
        },
      ],
    });
  return {type: "home", blocks};
}

function header(text: string): KnownBlock {
  return {type: "header", text: {type: "plain_text", text: cutText(text, 150), emoji: false}};
}

function plain(text: string, small?: string): KnownBlock {
  const whole = small === undefined ? text : `${cutText(text, 200)}\n${small}`;
  return {type: "section", text: {type: "plain_text", text: cutText(whole, 3000) || "-", emoji: false}};
}

function note(text: string): KnownBlock {
  return {type: "context", elements: [{type: "plain_text", text: cutText(text, 2000), emoji: false}]};
}

function count(number: number, what: string): string {
  return `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
}

const day = (at: string): string => at.slice(0, 10);
