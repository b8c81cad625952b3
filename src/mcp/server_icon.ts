import type {Icon} from "@modelcontextprotocol/server";

/** Bars in a bubble of speech: an analyst in the conversation. */
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#2f6f6b" d="M6 3h20a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H14l-7 5v-5H6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z"/>' +
  '<path fill="#fff" d="M8 14h4v7H8zM14 7h4v14h-4zM20 11h4v10h-4z"/></svg>';

/**
 * The icon of the server. Tools have none: hosts hand on the list of tools to their models, and a picture in it costs as many
 * tokens as all that is said of a tool.
 */
export const SERVER_ICON: Icon = {
  src: `data:image/svg+xml;base64,${Buffer.from(SVG).toString("base64")}`,
  mimeType: "image/svg+xml",
  sizes: ["any"],
};
