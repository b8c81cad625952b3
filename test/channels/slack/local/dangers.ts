import {marked} from "marked";
import type {Ephemeral, Json, LocalMessage} from "./state.ts";

/** What in a message would call somebody or lead somewhere, were it shown: mentions, links, pictures from elsewhere. */
export function dangersIn(message: Pick<LocalMessage | Ephemeral, "text" | "blocks">): string[] {
  return [...inMrkdwn(message.text), ...message.blocks.flatMap(inPart)];
}

function inPart(part: Json): string[] {
  if (Array.isArray(part)) return part.flatMap(inPart);
  if (part === null || typeof part !== "object") return [];
  if (part.type === "mrkdwn") return inMrkdwn(part.text);
  if (part.type === "markdown") return inMarkdown(part.text);
  if (["user", "usergroup", "broadcast", "link", "channel"].includes(part.type))
    return [JSON.stringify(part)];
  if (part.type === "image" && part.image_url) return [part.image_url];
  return Object.values(part).flatMap(inPart);
}

/** Slack's own markup: what stands in angle brackets does something, and so do bare addresses. */
function inMrkdwn(text: string): string[] {
  return text.match(/<[@!#][^>]*>|<(?:https?|mailto|slack):[^>]*>|https?:\/\/\S+/g) ?? [];
}

function inMarkdown(text: string): string[] {
  const found: string[] = [];
  marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === "link" || token.type === "image") found.push(token.raw);
    if (token.type === "html" && /<[@!#a-z]/i.test(token.raw)) found.push(token.raw);
    if (token.type === "text" && !("tokens" in token && token.tokens) && /<[@!#][\w^]/.test(token.raw))
      found.push(token.raw);
  });
  return found;
}
