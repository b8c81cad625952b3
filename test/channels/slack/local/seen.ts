import type {Ephemeral, Json, LocalMessage} from "./state.ts";

/** What can be pressed: its words, and how the program knows it. */
export interface Pressable {
  label: string;
  actionId: string;
  value?: string;
  url?: string;
  blockId: string;
  element: Json;
}

type Shown = Pick<LocalMessage, "text" | "blocks"> & Partial<Pick<LocalMessage, "stream" | "files">>;

/** What a person reads in a message, in order: its text where it has no blocks, else its blocks; then its files. */
export function reads(message: Shown | Ephemeral): string {
  const streamed = "stream" in message ? (message.stream?.chunks ?? []) : [];
  const parts = [...chunksRead(streamed), ...message.blocks.map(readBlock)];
  if (parts.length === 0) parts.push(unescaped(message.text));
  const files = "files" in message ? (message.files ?? []) : [];
  for (const file of files) parts.push(`[file ${file.name}${file.altText ? `: ${file.altText}` : ""}]`);
  // What keeps a name from being a link is not to be seen.
  return parts.filter(Boolean).join("\n").replaceAll("\u2060", "");
}

/** Text joined as it was streamed; a task as it stands now. */
function chunksRead(chunks: readonly Json[]): string[] {
  const tasks = new Map<string, string>();
  let text = "";
  let plan = "";
  const blocks: string[] = [];
  for (const chunk of chunks) {
    if (chunk.type === "markdown_text") text += shownMarkdown(chunk.text);
    if (chunk.type === "plan_update") plan = `[plan ${chunk.title}]`;
    if (chunk.type === "task_update")
      tasks.set(chunk.id, `[${chunk.status}: ${chunk.title}${chunk.details ? ` ${chunk.details}` : ""}]`);
    if (chunk.type === "blocks") blocks.push(...chunk.blocks.map(readBlock));
  }
  return [plan, ...tasks.values(), text, ...blocks].filter(Boolean);
}

const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** What is escaped is shown without its backslash. */
const shownMarkdown = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, "$1");

export function readBlock(block: Json): string {
  switch (block.type) {
    case "markdown":
      return shownMarkdown(block.text);
    case "section":
      return [block.text, ...(block.fields ?? [])]
        .filter(Boolean)
        .map(readText)
        .concat(readElement(block.accessory))
        .filter(Boolean)
        .join("\n");
    case "header":
      return readText(block.text);
    case "context":
      return block.elements.map(readElement).join(" ");
    case "actions":
    case "context_actions":
      return block.elements.map(readElement).join(" ");
    case "divider":
      return "---";
    case "image":
      return `[image: ${block.alt_text}]`;
    case "input":
      return `${readText(block.label)}: ${readElement(block.element)}`;
    case "table":
    case "data_table":
      return block.rows.map((row: Json[]) => row.map(readCell).join(" | ")).join("\n");
    case "data_visualization":
      return `[chart: ${block.title}]`;
    case "rich_text":
      return readRich(block);
    case "alert":
      return readText(block.text);
    case "card":
      return [block.title, block.subtitle, block.body]
        .filter(Boolean)
        .map(readText)
        .concat((block.actions ?? []).map(readElement))
        .join("\n");
    case "container":
      return [block.title, block.subtitle]
        .filter(Boolean)
        .map(readText)
        .concat(block.child_blocks.map(readBlock))
        .join("\n");
    case "plan":
      return [block.title, ...(block.tasks ?? []).map(readBlock)].join("\n");
    case "task_card":
      return `[${block.status}: ${block.title}]`;
    default:
      return `[${block.type}]`;
  }
}

const readText = (text: Json): string => unescaped(text?.text ?? "");

function readElement(element: Json): string {
  if (!element) return "";
  switch (element.type) {
    case "button":
    case "workflow_button":
      return `[${element.text.text}]`;
    case "feedback_buttons":
      return `[${element.positive_button.text.text}] [${element.negative_button.text.text}]`;
    case "icon_button":
      return `[${element.text.text}]`;
    case "image":
      return `[image: ${element.alt_text}]`;
    case "static_select":
    case "multi_static_select":
    case "radio_buttons":
    case "checkboxes":
    case "overflow": {
      const chosen = element.initial_option ? [element.initial_option] : (element.initial_options ?? []);
      return `<${(element.options ?? []).map((option: Json) => (chosen.some((one: Json) => one.value === option.value) ? `*${option.text.text}*` : option.text.text)).join(" / ")}>`;
    }
    case "plain_text_input":
      return `<${element.initial_value ?? ""}>`;
    default:
      return readText(element);
  }
}

function readCell(cell: Json): string {
  return cell.type === "rich_text" ? readRich(cell) : cell.text;
}

function readRich(value: Json): string {
  if (Array.isArray(value)) return value.map(readRich).join("");
  if (value.type === "link") return value.text ?? value.url;
  if (value.type === "user") return `<@${value.user_id}>`;
  if (value.type === "broadcast") return `@${value.range}`;
  if (value.text !== undefined) return value.text;
  return (value.elements ?? []).map(readRich).join(value.type === "rich_text" ? "\n" : "");
}

/** What can be pressed in a message or a view, in order. */
export function pressables(blocks: readonly Json[]): Pressable[] {
  const found: Pressable[] = [];
  const element = (one: Json, block: Json): void => {
    const add = (label: string, value: string | undefined): void =>
      void found.push({
        label,
        actionId: one.action_id,
        blockId: block.block_id,
        element: one,
        ...(value !== undefined && {value}),
        ...(one.url && {url: one.url}),
      });
    if (one?.type === "button" || one?.type === "icon_button") add(one.text.text, one.value);
    if (one?.type === "feedback_buttons") {
      add(one.positive_button.text.text, one.positive_button.value);
      add(one.negative_button.text.text, one.negative_button.value);
    }
  };
  for (const block of blocks) {
    for (const one of block.elements ?? []) element(one, block);
    if (block.accessory) element(block.accessory, block);
    for (const one of block.actions ?? []) element(one, block);
    if (block.child_blocks) found.push(...pressables(block.child_blocks));
  }
  return found;
}
