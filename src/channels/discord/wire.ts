import type {APIMessageTopLevelComponent, RawFile} from "discord.js";

/** The numbers of Discord's API that are used here: discord.js is loaded only where a connection is opened. */
export const COMPONENT = {
  row: 1,
  button: 2,
  select: 3,
  textInput: 4,
  text: 10,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const;

export const STYLE = {primary: 1, secondary: 2, success: 3, danger: 4, link: 5} as const;
export const FLAG = {ephemeral: 64, components: 32_768, noEmbeds: 4} as const;

/** Nothing that is said here ever calls anybody. */
export const CALL_NOBODY = {parse: [], replied_user: false};

/** The body of one message, with its files. */
export interface MessageBody {
  content?: string | null;
  embeds?: readonly Embed[];
  components: readonly APIMessageTopLevelComponent[];
  flags: number;
  attachments: readonly {id: string; filename: string; description?: string}[];
  files: readonly RawFile[];
}

export interface Embed {
  title?: string;
  description?: string;
  color?: number;
  image?: {url: string};
  footer?: {text: string};
}
