import {readFileSync} from "node:fs";
import {Ajv, type ErrorObject, type ValidateFunction} from "ajv";
import {brokenLimits, brokenViewLimits, length, sum} from "./limits.ts";
import type {Method} from "./slack_types.ts";
import type {Json} from "./state.ts";

const made = JSON.parse(readFileSync(new URL("block_kit.schema.json", import.meta.url), "utf8"));
const strict = new Ajv({strict: false}).addSchema(made.kit, "kit");
// Arguments arrive as the fields of a form: "true" is a boolean there, "12" a number.
const lenient = new Ajv({strict: false, coerceTypes: true});

const of = new Map<string, ValidateFunction>();

function kit(definition: string): ValidateFunction {
  let found = of.get(definition);
  if (!found) {
    found = strict.compile({$ref: `kit#/definitions/${definition}`});
    of.set(definition, found);
  }
  return found;
}

function method(name: string): ValidateFunction | undefined {
  const schema = made.methods[name as Method];
  if (!schema) return undefined;
  let found = of.get(name);
  if (!found) {
    found = lenient.compile(schema);
    of.set(name, found);
  }
  return found;
}

/** The type of each kind of block: each alone gives clearer complaints than all of them together. */
const BLOCKS: Record<string, string> = {
  actions: "ActionsBlock",
  alert: "AlertBlock",
  card: "CardBlock",
  carousel: "CarouselBlock",
  container: "ContainerBlock",
  context: "ContextBlock",
  context_actions: "ContextActionsBlock",
  data_table: "DataTableBlock",
  divider: "DividerBlock",
  file: "FileBlock",
  header: "HeaderBlock",
  image: "ImageBlock",
  input: "InputBlock",
  markdown: "MarkdownBlock",
  plan: "PlanBlock",
  rich_text: "RichTextBlock",
  section: "SectionBlock",
  table: "TableBlock",
  task_card: "TaskCardBlock",
  video: "VideoBlock",
};

/** Not in Slack's types yet. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const text = (most: number) => ({type: "string", minLength: 1, maxLength: most});
const point = {
  type: "object",
  properties: {label: text(20), value: {type: "number"}},
  required: ["label", "value"],
  additionalProperties: false,
};
const series = {
  type: "object",
  properties: {name: text(20), data: {type: "array", minItems: 1, maxItems: 20, items: point}},
  required: ["name", "data"],
  additionalProperties: false,
};
const axes = {
  type: "object",
  properties: {
    categories: {type: "array", minItems: 1, maxItems: 20, items: text(20)},
    x_label: text(50),
    y_label: text(50),
  },
  required: ["categories"],
  additionalProperties: false,
};
const chart = strict.compile({
  type: "object",
  properties: {
    type: {const: "data_visualization"},
    block_id: text(255),
    title: text(50),
    chart: {
      oneOf: [
        {
          type: "object",
          properties: {
            type: {const: "pie"},
            segments: {
              type: "array",
              minItems: 1,
              maxItems: 6,
              items: {...point, properties: {label: text(20), value: {type: "number", exclusiveMinimum: 0}}},
            },
          },
          required: ["type", "segments"],
          additionalProperties: false,
        },
        {
          type: "object",
          properties: {
            type: {enum: ["bar", "line", "area"]},
            series: {type: "array", minItems: 1, maxItems: 6, items: series},
            axis_config: axes,
          },
          required: ["type", "series", "axis_config"],
          additionalProperties: false,
        },
      ],
    },
  },
  required: ["type", "title", "chart"],
  additionalProperties: false,
});

function told(errors: readonly ErrorObject[] | null | undefined, at: string): string[] {
  return (errors ?? []).slice(0, 3).map((error) => {
    const more = error.params.additionalProperty ?? error.params.allowedValue ?? "";
    return `${error.message} ${more} [json-pointer:${at}${error.instancePath}]`;
  });
}

/** What is wrong with blocks: by type, then by the documented limits. */
export function wrongBlocks(blocks: unknown, surface: "message" | "modal" | "home" = "message"): string[] {
  if (blocks === undefined) return [];
  if (!Array.isArray(blocks)) return ["blocks is no array"];
  const found = blocks.flatMap((block: Json, index) => {
    const at = `/blocks/${index}`;
    if (block?.type === "data_visualization") {
      if (!chart(block)) return told(chart.errors, at);
      const categories = block.chart.axis_config?.categories;
      const all = block.chart.series ?? [];
      if (new Set(all.map((one: Json) => one.name)).size < all.length)
        return [`two series of the same name [json-pointer:${at}]`];
      for (const one of all)
        if (JSON.stringify(one.data.map((each: Json) => each.label)) !== JSON.stringify(categories))
          return [`each series has one point for each category, in their order [json-pointer:${at}]`];
      return [];
    }
    const name = BLOCKS[block?.type];
    if (!name) return [`unsupported type: ${block?.type} [json-pointer:${at}/type]`];
    const check = kit(name);
    return check(block) ? [] : told(check.errors, at);
  });
  return found.length > 0 ? found : brokenLimits(blocks, surface);
}

export function wrongView(view: Json): string[] {
  if (view?.type !== "modal" && view?.type !== "home")
    return [`unsupported type: ${view?.type} [json-pointer:/type]`];
  const check = kit(view.type === "modal" ? "ModalView" : "HomeView");
  const blocks = wrongBlocks(view.blocks, view.type);
  if (blocks.length > 0) return blocks;
  if (!check({...view, blocks: []})) return told(check.errors, "/view");
  return brokenViewLimits(view);
}

const CHUNKS: Record<string, string> = {
  blocks: "BlocksChunk",
  markdown_text: "MarkdownTextChunk",
  plan_update: "PlanUpdateChunk",
  task_update: "TaskUpdateChunk",
};

export function wrongChunks(chunks: Json): string[] {
  if (chunks === undefined) return [];
  if (!Array.isArray(chunks)) return ["chunks is no array"];
  const found = chunks.flatMap((chunk: Json, index) => {
    const at = `/chunks/${index}`;
    const name = CHUNKS[chunk?.type];
    if (!name) return [`unsupported type: ${chunk?.type} [json-pointer:${at}/type]`];
    if (chunk.type === "blocks") return wrongBlocks(chunk.blocks);
    const check = kit(name);
    const isTyped: boolean = check(chunk);
    if (!isTyped) return told(check.errors, at);
    if (length(chunk.title) > 256) return [`title: no more than 256 characters [json-pointer:${at}]`];
    if (length(chunk.details) > 256 || length(chunk.output) > 256)
      return [`details and output: no more than 256 characters [json-pointer:${at}]`];
    return [];
  });
  if (sum(chunks, (chunk: Json) => length(chunk?.text)) > 12_000) found.push("msg_too_long: chunks");
  return found;
}

/** Whether Slack has the method (as far as this one knows it), and what is wrong with its arguments. */
export function wrongArguments(name: string, args: Json): string[] {
  const check = method(name);
  if (!check) return [];
  // Slack's page of the method says alt_txt, its types alt_text.
  if (name === "files.getUploadURLExternal") delete args.alt_txt;
  return check(args) ? [] : told(check.errors, "");
}
