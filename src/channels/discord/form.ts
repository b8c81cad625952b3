import type {
  APILabelComponent,
  APIModalInteractionResponseCallbackData,
  ModalSubmitInteraction,
} from "discord.js";
import {cutText} from "../chat/cut_text.ts";
import type {ReplyField, ReplyForm} from "../chat/reply.ts";
import {customIdOf} from "./custom_id.ts";
import {COMPONENT} from "./wire.ts";

/** https://discord.com/developers/docs/components/reference#label: in one form, and in one list of it. */
const MOST_FIELDS = 5;
const MOST_OPTIONS = 25;
const [SHORT, PARAGRAPH] = [1, 2] as const;
/** Before the id of a field that is typed, as its list would be too long. */
const TYPED = "typed:";

/** A form as a modal: five fields at most, lists within labels. */
export function formModal(form: ReplyForm): APIModalInteractionResponseCallbackData {
  const fields = form.fields.slice(0, MOST_FIELDS);
  const intro =
    form.intro !== "" && fields.length < MOST_FIELDS
      ? [{type: COMPONENT.text, content: cutText(form.intro, 1_000)}]
      : [];
  return {
    custom_id: customIdOf(form.id),
    title: cutText(form.title || "Tabletalk", 45),
    components: [...intro, ...fields.map(labelled)],
  };
}

function labelled(field: ReplyField): APILabelComponent {
  const isTyped = field.kind !== "text" && field.options.length > MOST_OPTIONS;
  const hint = isTyped ? typedHint(field) : field.hint;
  return {
    type: COMPONENT.label,
    label: cutText(field.label || field.id, 45),
    ...(hint && {description: cutText(hint, 100)}),
    component: isTyped ? typed(field) : input(field),
  };
}

function input(field: ReplyField): APILabelComponent["component"] {
  const required = !field.isOptional;
  if (field.kind === "text" || field.options.length === 0) {
    const value = field.kind === "text" ? field.value : "";
    const style = field.kind === "text" && field.isLong ? PARAGRAPH : SHORT;
    return {
      type: COMPONENT.textInput,
      custom_id: field.id,
      style,
      required,
      ...(value && {value: cutText(value, 4_000)}),
    };
  }
  const chosen = new Set(field.kind === "select" ? [field.value] : field.values);
  return {
    type: COMPONENT.select,
    custom_id: field.id,
    required,
    min_values: required ? 1 : 0,
    max_values: field.kind === "select" ? 1 : field.options.length,
    options: field.options.map(({value, label}) => ({
      value,
      label: cutText(label || value, 100),
      ...(chosen.has(value) && {default: true}),
    })),
  };
}

/** Too many to list: the label of one is typed (several with commas between), and read by `typedValues`. */
function typed(field: Exclude<ReplyField, {kind: "text"}>): APILabelComponent["component"] {
  const chosen = field.kind === "select" ? [field.value ?? ""] : field.values;
  const labels = chosen.map((value) => field.options.find((one) => one.value === value)?.label ?? "");
  return {
    type: COMPONENT.textInput,
    custom_id: TYPED + field.id,
    style: SHORT,
    required: !field.isOptional,
    value: cutText(labels.filter(Boolean).join(", "), 4_000),
  };
}

function typedHint({options}: Exclude<ReplyField, {kind: "text"}>): string {
  return `One of: ${options.map(({label}) => label).join(", ")}`;
}

/** What was filled in, by field. A list gives its values; what was typed for a list is as it was typed, in `typed`. */
export function valuesOf(interaction: Pick<ModalSubmitInteraction, "fields">): {
  values: Map<string, string | readonly string[]>;
  typed: Map<string, string>;
} {
  const values = new Map<string, string | readonly string[]>();
  const typedOnes = new Map<string, string>();
  for (const [id, field] of interaction.fields.fields) {
    if ("value" in field && typeof field.value === "string") {
      if (id.startsWith(TYPED)) typedOnes.set(id.slice(TYPED.length), field.value);
      else values.set(id, field.value);
    } else if ("values" in field) values.set(id, [...(field.values as readonly string[])]);
  }
  return {values, typed: typedOnes};
}

/** The values that typed labels stand for; what no option is called stays as it was typed, for the desk to refuse. */
export function typedValues(field: ReplyField, said: string): string | readonly string[] {
  if (field.kind === "text") return said;
  const find = (label: string) => {
    const plain = label.trim().toLowerCase();
    const one = field.options.find(
      (option) => option.label.toLowerCase() === plain || option.value.toLowerCase() === plain,
    );
    return one?.value ?? label.trim();
  };
  if (field.kind === "select") return find(said);
  return said
    .split(",")
    .filter((one) => one.trim() !== "")
    .map(find);
}

/** One value for a list of which one is picked, a list of values for one of several. */
export function asTheFieldSays(
  field: ReplyField | undefined,
  value: string | readonly string[],
): string | readonly string[] {
  if (typeof value === "string" || field?.kind === "select_many") return value;
  return value[0] ?? "";
}
