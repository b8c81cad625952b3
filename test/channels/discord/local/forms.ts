import type {APIModalInteractionResponseCallbackData} from "discord-api-types/v10";
import {type Component, everyComponent} from "./limits.ts";

/** A form as a person sees it. */
export interface SeenModal {
  id: string;
  title: string;
  /** Text between the fields. */
  text: string;
  fields: {
    id: string;
    label: string;
    hint: string;
    kind: "text" | "select";
    value: string | undefined;
    options: {label: string; value: string; isChosen: boolean}[];
    isRequired: boolean;
  }[];
  /** The interaction that it was opened by. */
  token: string;
}

const TEXT_INPUT = 4;
const SELECT = 3;
const LABEL = 18;

export function seenModal(modal: APIModalInteractionResponseCallbackData, token: string): SeenModal {
  const rows = modal.components as unknown as Component[];
  return {
    id: modal.custom_id,
    title: modal.title,
    text: everyComponent(rows)
      .filter((one) => one.type === 10)
      .map((one) => one.content)
      .join("\n"),
    fields: rows.flatMap((row) => {
      const field = row.type === LABEL ? row.component : row.components?.[0];
      if (!field?.custom_id) return [];
      return [
        {
          id: field.custom_id,
          label: (row.type === LABEL ? row.label : field.label) ?? "",
          hint: row.description ?? field.placeholder ?? "",
          kind: field.type === SELECT ? ("select" as const) : ("text" as const),
          value: field.value ?? undefined,
          options: (field.options ?? []).map((one) => ({
            label: one.label,
            value: one.value,
            isChosen: one.default ?? false,
          })),
          isRequired: field.required ?? true,
        },
      ];
    }),
    token,
  };
}

/** What is sent when somebody submits a form. Fields that they leave alone are sent as they were. */
export function submission(
  modal: APIModalInteractionResponseCallbackData,
  values: Readonly<Record<string, string | readonly string[]>>,
): object {
  const shown = seenModal(modal, "");
  for (const key of Object.keys(values))
    if (!shown.fields.some((one) => one.id === key || one.label === key))
      throw new Error(
        `The form has no field "${key}": it has ${shown.fields.map((one) => one.id).join(", ")}`,
      );
  let number = 0;
  const next = () => {
    number += 1;
    return number;
  };
  const given = (field: Component, label: string | null | undefined): object => {
    const value = values[field.custom_id ?? ""] ?? values[label ?? ""];
    if (field.type === TEXT_INPUT) {
      const text = String(value ?? field.value ?? "");
      if (text === "" && field.required !== false)
        throw new Error(`The field "${field.custom_id}" is required`);
      return {type: TEXT_INPUT, id: next(), custom_id: field.custom_id, value: text};
    }
    const chosen =
      value === undefined
        ? (field.options ?? []).filter((one) => one.default).map((one) => one.value)
        : [value].flat();
    for (const one of chosen)
      if (!field.options?.some((option) => option.value === one))
        throw new Error(`"${one}" is not among the options of "${field.custom_id}"`);
    return {type: field.type, id: next(), custom_id: field.custom_id, values: chosen};
  };
  return {
    custom_id: modal.custom_id,
    components: (modal.components as unknown as Component[]).flatMap((row): object[] => {
      if (row.type === LABEL && row.component)
        return [{type: LABEL, id: next(), component: given(row.component, row.label)}];
      if (row.components)
        return [{type: 1, id: next(), components: row.components.map((one) => given(one, one.label))}];
      return [];
    }),
  };
}
