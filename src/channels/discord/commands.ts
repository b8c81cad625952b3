import type {RESTPutAPIApplicationCommandsJSONBody} from "discord.js";

const [CHAT_INPUT, MESSAGE] = [1, 3];
const [STRING, BOOLEAN, CHANNEL, ATTACHMENT] = [3, 5, 7, 11];
/** Text channels, those of news, and threads. */
const TEXT_CHANNELS = [0, 5, 10, 11, 12];

/** A guild may have the bot, or a person may bring it along; it works in guilds, its own messages, and group messages. */
const EVERYWHERE = {integration_types: [0, 1], contexts: [0, 1, 2]};

export const CHART_KINDS = [
  "bar",
  "line",
  "area",
  "pie",
  "donut",
  "scatter",
  "histogram",
  "box",
  "heatmap",
  "treemap",
  "waterfall",
  "funnel",
] as const;

const shownTo = {
  type: BOOLEAN,
  name: "public",
  description: "Yes: everybody here sees the answer. No: you alone. Default: yes in a server that has me",
};

/** The commands as Discord registers them: https://discord.com/developers/docs/interactions/application-commands */
export const COMMANDS: RESTPutAPIApplicationCommandsJSONBody = [
  {
    type: CHAT_INPUT,
    name: "ask",
    description: "Ask a question about data, in plain words",
    ...EVERYWHERE,
    options: [
      {
        type: STRING,
        name: "question",
        description: "What you want to know: median amount by region",
        required: true,
        max_length: 4_000,
      },
      {type: ATTACHMENT, name: "file", description: "The data: CSV, Excel, JSON, Parquet, or a zip of these"},
      {
        type: STRING,
        name: "dataset",
        description: "Ask about this dataset alone",
        autocomplete: true,
      },
      {type: BOOLEAN, name: "chart", description: "Draw a chart, whether or not the question asks for one"},
      shownTo,
    ],
  },
  {
    type: CHAT_INPUT,
    name: "datasets",
    description: "The datasets that you can ask about here",
    ...EVERYWHERE,
  },
  {
    type: CHAT_INPUT,
    name: "chart",
    description: "Draw the last answer as a chart of another kind",
    ...EVERYWHERE,
    options: [
      {
        type: STRING,
        name: "kind",
        description: "The kind of chart",
        required: true,
        choices: CHART_KINDS.map((kind) => ({name: kind, value: kind})),
      },
      shownTo,
    ],
  },
  {
    type: CHAT_INPUT,
    name: "schedule",
    description: "Let an answer be posted by itself, or see what is",
    ...EVERYWHERE,
    options: [
      {
        type: STRING,
        name: "when",
        description: "every Monday at 9 Berlin time; weekdays at 8:30. Without it: what is scheduled here",
        max_length: 200,
      },
      {
        type: STRING,
        name: "what",
        description: "A question, or a saved workflow. Default: the last answer",
        max_length: 2_000,
      },
      {
        type: CHANNEL,
        name: "channel",
        description: "Where it is posted. Default: here",
        channel_types: TEXT_CHANNELS,
      },
    ],
  },
  {
    type: CHAT_INPUT,
    name: "call",
    description: "Talk to me in a call, about what was said here",
    ...EVERYWHERE,
    options: [
      {
        type: BOOLEAN,
        name: "quiet",
        description: "Yes: answers come here only when somebody in the call asks for it. Default: no",
      },
    ],
  },
  {
    type: CHAT_INPUT,
    name: "link",
    description: "Link your Discord account to your Tabletalk account",
    ...EVERYWHERE,
    options: [
      {
        type: STRING,
        name: "code",
        description: "The code that Tabletalk showed where you are signed in",
        required: true,
        max_length: 100,
      },
    ],
  },
  {type: CHAT_INPUT, name: "help", description: "What you can do with me", ...EVERYWHERE},
  {type: MESSAGE, name: "Analyse", ...EVERYWHERE},
];
