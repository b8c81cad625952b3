import type {ChannelCapabilities} from "../channel.ts";

/** What Discord takes by default: https://discord.com/developers/docs/reference#uploading-files */
export const DEFAULT_LARGEST_FILE = 10 * 1024 * 1024;
/** Letters in a line of a block of code that a window as wide as most does not break. */
export const CODE_WIDTH = 56;

/** Discord draws neither tables nor charts; with the escapes of its Markdown a text of 1,900 characters fits one message. */
export function discordCapabilities(largestFile = DEFAULT_LARGEST_FILE): ChannelCapabilities {
  return {
    nativeTable: false,
    nativeChart: false,
    image: true,
    buttons: true,
    files: true,
    maxTextLength: 1_900,
    limits: {
      codeWidth: CODE_WIDTH,
      buttons: {count: 20, label: 80},
      files: {bytes: largestFile, count: 10},
    },
  };
}
