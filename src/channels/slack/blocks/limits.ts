import type {ChannelCapabilities} from "../../channel.ts";

/** What Slack takes in one message. Measured or documented: https://docs.slack.dev/reference/block-kit/blocks */
export const SLACK_LIMITS = {
  blocks: 50,
  /** Of all `markdown` blocks together; msg_blocks_too_long comes at about 13,200 characters of everything. */
  markdown: 12_000,
  message: 12_800,
  tables: 1,
  charts: 2,
  context: 2_000,
  section: 3_000,
  header: 150,
  buttonsInBlock: 25,
  buttonLabel: 75,
  fallbackText: 3_000,
} as const;

export const SLACK_CAPABILITIES: ChannelCapabilities = {
  nativeTable: true,
  nativeChart: true,
  image: true,
  buttons: true,
  files: true,
  maxTextLength: 11_500,
  limits: {
    table: {rows: 100, columns: 20, characters: 9_000},
    chart: {kinds: ["bar", "line", "area", "pie", "donut"], points: 20, series: 6, label: 20},
    codeWidth: 72,
    buttons: {count: 20, label: 70},
    files: {bytes: 200 * 1024 * 1024, count: 10},
  },
};
