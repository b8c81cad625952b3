import type {Json} from "./state.ts";

/** Documented limits that Slack's types do not state. https://docs.slack.dev/reference/block-kit/blocks */
const LONGEST: readonly [where: RegExp, most: number][] = [
  [/\bblock_id$/, 255],
  [/\baction_id$/, 255],
  [/\/url$/, 3000],
  [/\/accessibility_label$/, 75],
  [/\/alt_text$/, 2000],
  [/\/private_metadata$/, 3000],
  [/\/callback_id$/, 255],
  [/\/placeholder\/text$/, 150],
  [/\/image_url$/, 3000],
];

const MESSAGE_BLOCKS = 50;
const VIEW_BLOCKS = 100;
const MARKDOWN = 12_000;
const ALL_OF_A_MESSAGE = 13_200;
const IN_MESSAGES = new Set(["file", "container", "card", "carousel", "alert", "task_card", "plan", "table"]);

/** What is against a documented limit in blocks. */
export function brokenLimits(blocks: readonly Json[], surface: "message" | "modal" | "home"): string[] {
  const found: string[] = [];
  const most = surface === "message" ? MESSAGE_BLOCKS : VIEW_BLOCKS;
  if (blocks.length > most) found.push(`no more than ${most} items allowed [json-pointer:/blocks]`);
  const ids = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const at = `/blocks/${index}`;
    if (block?.block_id !== undefined) {
      if (ids.has(block.block_id))
        found.push(`block_id ${block.block_id} is there twice [json-pointer:${at}]`);
      ids.add(block.block_id);
    }
    walk(block, at, found);
    ofBlock(block, at, surface, found);
  }
  for (const [index, block] of blocks.entries()) {
    const own = (block?.elements ?? []).map((element: Json) => element?.action_id).filter(Boolean);
    if (new Set(own).size < own.length)
      found.push(`action_id is there twice [json-pointer:/blocks/${index}]`);
  }
  if (blocks.filter((block) => block?.type === "table").length > 1) found.push("only_one_table_allowed");
  if (blocks.filter((block) => block?.type === "data_visualization").length > 2)
    found.push("no more than 2 data_visualization blocks allowed");
  const markdown = sum(blocks, (block) => (block?.type === "markdown" ? length(block.text) : 0));
  if (markdown > MARKDOWN) found.push(`msg_blocks_too_long: ${markdown} characters of markdown`);
  const all = sum(blocks, (block) => (isData(block) ? 0 : textOf(block)));
  if (surface === "message" && all > ALL_OF_A_MESSAGE) found.push(`msg_blocks_too_long: ${all} characters`);
  return found;
}

function ofBlock(block: Json, at: string, surface: string, found: string[]): void {
  const atMost = (what: string, value: number, most: number) => {
    if (value > most) found.push(`${what}: ${value}, no more than ${most} [json-pointer:${at}]`);
  };
  if (surface !== "message" && (IN_MESSAGES.has(block?.type) || block?.type === "markdown"))
    if (block.type !== "alert" && block.type !== "card")
      found.push(`${block.type} is for messages only [json-pointer:${at}]`);
  switch (block?.type) {
    case "section":
      atMost("text", length(block.text?.text), 3000);
      atMost("fields", block.fields?.length ?? 0, 10);
      for (const field of block.fields ?? []) atMost("field", length(field.text), 2000);
      if (block.text === undefined && block.fields === undefined)
        found.push(`section without text [json-pointer:${at}]`);
      break;
    case "header":
      atMost("header", length(block.text?.text), 150);
      break;
    case "context":
      atMost("elements", block.elements?.length ?? 0, 10);
      for (const element of block.elements ?? []) atMost("element", length(element.text), 3000);
      atLeastOne(block.elements, at, found);
      break;
    case "actions":
      atMost("elements", block.elements?.length ?? 0, 25);
      atLeastOne(block.elements, at, found);
      break;
    case "context_actions":
      atMost("elements", block.elements?.length ?? 0, 5);
      atLeastOne(block.elements, at, found);
      break;
    case "image":
      atMost("alt_text", length(block.alt_text), 2000);
      atMost("title", length(block.title?.text), 2000);
      break;
    case "input":
      if (surface === "message") found.push(`input is for modals [json-pointer:${at}]`);
      atMost("label", length(block.label?.text), 2000);
      atMost("hint", length(block.hint?.text), 2000);
      break;
    case "markdown":
      atMost("text", length(block.text), MARKDOWN);
      if (length(block.text) === 0) found.push(`markdown without text [json-pointer:${at}]`);
      break;
    case "table":
    case "data_table":
      ofTable(block, at, found);
      break;
    default:
  }
}

function ofTable(block: Json, at: string, found: string[]): void {
  const rows: Json[][] = Array.isArray(block.rows) ? block.rows : [];
  const headerRows = block.type === "data_table" ? 1 : 0;
  if (rows.length > 100 + headerRows)
    found.push(`${rows.length} rows, no more than ${100 + headerRows} [json-pointer:${at}]`);
  if (rows.length === 0) found.push(`table without rows [json-pointer:${at}]`);
  for (const row of rows) {
    if (row.length > 20) found.push(`${row.length} cells, no more than 20 [json-pointer:${at}]`);
    if (row.length === 0) found.push(`a row without cells [json-pointer:${at}]`);
  }
  if (new Set(rows.map((row) => row.length)).size > 1)
    found.push(`rows of different lengths [json-pointer:${at}]`);
  if ((block.column_settings?.length ?? 0) > 20)
    found.push(`column_settings: no more than 20 [json-pointer:${at}]`);
  for (const cell of rows.flat())
    if (cell?.type === "raw_text" && length(cell.text) === 0)
      found.push(`an empty cell [json-pointer:${at}]`);
  const characters = sum(rows.flat(), textOf);
  if (characters > 10_000)
    found.push(
      `invalid_blocks: ${characters} characters in a table, no more than 10000 [json-pointer:${at}]`,
    );
}

/** Elements anywhere. */
function walk(value: Json, at: string, found: string[]): void {
  if (Array.isArray(value)) for (const [index, one] of value.entries()) walk(one, `${at}/${index}`, found);
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    for (const [where, most] of LONGEST)
      if (where.test(at) && length(value) > most)
        found.push(`${length(value)} characters, no more than ${most} [json-pointer:${at}]`);
    return;
  }
  const atMost = (what: string, size: number, most: number) => {
    if (size > most) found.push(`${what}: ${size}, no more than ${most} [json-pointer:${at}]`);
  };
  switch (value.type) {
    case "plain_text":
    case "mrkdwn":
      if (length(value.text) === 0) found.push(`empty text [json-pointer:${at}]`);
      break;
    case "button":
    case "workflow_button":
      atMost("button", length(value.text?.text), 75);
      atMost("value", length(value.value), 2000);
      break;
    case "feedback_buttons":
      for (const side of [value.positive_button, value.negative_button]) {
        atMost("feedback button", length(side?.text?.text), 75);
        atMost("value", length(side?.value), 2000);
      }
      break;
    case "static_select":
    case "multi_static_select":
      ofOptions(value.options, 100, at, found);
      if (value.options === undefined && value.option_groups === undefined)
        found.push(`a select without options [json-pointer:${at}]`);
      atMost("option_groups", value.option_groups?.length ?? 0, 100);
      ofInitial(value, at, found);
      break;
    case "overflow":
      ofOptions(value.options, 5, at, found);
      break;
    case "checkboxes":
    case "radio_buttons":
      ofOptions(value.options, 10, at, found);
      ofInitial(value, at, found);
      break;
    case "plain_text_input":
      atMost("max_length", value.max_length ?? 0, 3000);
      atMost("initial_value", length(value.initial_value), value.max_length ?? 3000);
      break;
    default:
  }
  if (value.confirm) {
    atMost("confirm title", length(value.confirm.title?.text), 100);
    atMost("confirm text", length(value.confirm.text?.text), 300);
    atMost("confirm button", length(value.confirm.confirm?.text), 30);
    atMost("deny button", length(value.confirm.deny?.text), 30);
  }
  for (const [key, one] of Object.entries(value)) walk(one, `${at}/${key}`, found);
}

function ofOptions(options: Json, most: number, at: string, found: string[]): void {
  if (options === undefined) return;
  if (!Array.isArray(options) || options.length === 0)
    return void found.push(`no options [json-pointer:${at}]`);
  if (options.length > most)
    found.push(`${options.length} options, no more than ${most} [json-pointer:${at}]`);
  for (const option of options) {
    if (length(option.text?.text) > 75) found.push(`an option's text is longer than 75 [json-pointer:${at}]`);
    if (length(option.value) > 150) found.push(`an option's value is longer than 150 [json-pointer:${at}]`);
    if (length(option.value) === 0) found.push(`an option without value [json-pointer:${at}]`);
    if (length(option.description?.text) > 75)
      found.push(`an option's description is longer than 75 [json-pointer:${at}]`);
  }
  const values = options.map((option) => option.value);
  if (new Set(values).size < values.length) found.push(`options of the same value [json-pointer:${at}]`);
}

/** What is chosen at first has to be one of the options, letter for letter. */
function ofInitial(select: Json, at: string, found: string[]): void {
  const all = [
    ...(select.options ?? []),
    ...(select.option_groups ?? []).flatMap((group: Json) => group.options),
  ];
  const initial = select.initial_option ? [select.initial_option] : (select.initial_options ?? []);
  if (select.initial_options?.length === 0) found.push(`initial_options is empty [json-pointer:${at}]`);
  for (const option of initial)
    if (!all.some((one) => one.value === option.value && one.text?.text === option.text?.text))
      found.push(`initial option is none of the options [json-pointer:${at}]`);
}

function atLeastOne(elements: Json, at: string, found: string[]): void {
  if (!elements?.length) found.push(`no elements [json-pointer:${at}]`);
}

export const length = (text: unknown): number => (typeof text === "string" ? text.length : 0);

export function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

/** How many characters a person would read in it. */
export function textOf(value: Json): number {
  if (Array.isArray(value)) return sum(value, textOf);
  if (value === null || typeof value !== "object") return 0;
  return sum(Object.entries(value), ([key, one]) => {
    if (typeof one !== "string") return textOf(one);
    return key === "text" || key === "title" || key === "alt_text" ? one.length : 0;
  });
}

function isData(block: Json): boolean {
  return block?.type === "table" || block?.type === "data_table" || block?.type === "data_visualization";
}

/** The limits of a modal or of Home. */
export function brokenViewLimits(view: Json): string[] {
  const found = brokenLimits(view.blocks ?? [], view.type);
  const atMost = (what: string, value: number, most: number) => {
    if (value > most) found.push(`${what}: ${value} characters, no more than ${most}`);
  };
  atMost("title", length(view.title?.text), 24);
  atMost("submit", length(view.submit?.text), 24);
  atMost("close", length(view.close?.text), 24);
  atMost("private_metadata", length(view.private_metadata), 3000);
  atMost("callback_id", length(view.callback_id), 255);
  atMost("external_id", length(view.external_id), 255);
  if (
    view.type === "modal" &&
    (view.blocks ?? []).some((block: Json) => block.type === "input") &&
    !view.submit
  )
    found.push("a modal with inputs needs submit");
  if ((view.blocks ?? []).length === 0 && view.type === "modal") found.push("a modal without blocks");
  if (JSON.stringify(view).length > 250_000) found.push("view_too_large");
  return found;
}
