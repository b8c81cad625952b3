import type {InputBlock, KnownBlock, ModalView} from "@slack/types";
import {cutText} from "../../chat/cut_text.ts";
import type {ReplyField, ReplyForm} from "../../chat/reply.ts";
import {plainText} from "./plain_text.ts";

/** What a modal must bring back: where it was opened. At most 3,000 characters. */
export interface ModalOrigin {
  channel: string;
  thread?: string;
  isDirect: boolean;
  responseUrl?: string;
}

/** A form as a modal. The field's id is the block's and the element's. */
export function formModal(form: ReplyForm, origin: ModalOrigin): ModalView {
  const intro: KnownBlock[] = form.intro ? [{type: "section", text: text(plainText(form.intro), 3000)}] : [];
  return {
    type: "modal",
    callback_id: cutText(form.id, 255),
    private_metadata: JSON.stringify(origin),
    title: text(form.title || "Tabletalk", 24),
    submit: text(form.submit || "Send", 24),
    close: text("Cancel", 24),
    blocks: [...intro, ...form.fields.slice(0, 90).map(inputBlock)],
  };
}

function inputBlock(field: ReplyField): InputBlock {
  return {
    type: "input",
    block_id: cutText(field.id, 255),
    label: text(field.label || field.id, 2000),
    ...(field.hint && {hint: text(field.hint, 2000)}),
    optional: field.isOptional,
    element: element(field),
  };
}

function element(field: ReplyField): InputBlock["element"] {
  const action_id = cutText(field.id, 255);
  if (field.kind === "text" || field.options.length === 0) {
    const value = field.kind === "text" ? field.value : undefined;
    return {
      type: "plain_text_input",
      action_id,
      multiline: field.kind === "text" && field.isLong === true,
      max_length: 3000,
      ...(value && {initial_value: cutText(value, 3000)}),
    };
  }
  const options = optionsOf(field.options);
  if (field.kind === "select") {
    const initial = options.find(({value}) => value === field.value);
    return {type: "static_select", action_id, options, ...(initial && {initial_option: initial})};
  }
  const initial = options.filter(({value}) => field.values.includes(value));
  return {
    type: "multi_static_select",
    action_id,
    options,
    ...(initial.length > 0 && {initial_options: initial}),
  };
}

/** Slack takes 100 options; two of the same value it refuses. A value of more than 150 characters it refuses too. */
function optionsOf(options: readonly {value: string; label: string}[]) {
  const seen = new Set<string>();
  return options
    .filter(({value}) => value !== "" && value.length <= 150 && !seen.has(value) && seen.add(value))
    .slice(0, 100)
    .map(({value, label}) => ({text: text(label || value, 75), value}));
}

function text(given: string, most: number) {
  return {type: "plain_text" as const, text: cutText(given, most) || "-", emoji: false};
}
