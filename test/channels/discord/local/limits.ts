/** What of a body the limits look at, wherever it was sent. */
interface Body {
  content?: string | null;
  embeds?: readonly Embed[] | null;
  components?: readonly Component[] | null;
  flags?: number | null;
  nonce?: string | number | null;
  attachments?: readonly {filename?: string | null; description?: string | null}[] | null;
}

interface Embed {
  title?: string;
  description?: string;
  author?: {name: string};
  footer?: {text: string};
  fields?: readonly {name: string; value: string}[];
}

/** One of a message, with those within it. */
export interface Component {
  type: number;
  custom_id?: string | null;
  label?: string | null;
  emoji?: {name?: string | null} | null;
  url?: string | null;
  style?: number;
  content?: string;
  disabled?: boolean | null;
  placeholder?: string | null;
  components?: readonly Component[];
  component?: Component;
  accessory?: Component;
  options?: readonly {label: string; value: string; description?: string | null; default?: boolean}[];
  items?: readonly {media: {url: string}; description?: string | null}[];
  media?: {url: string};
  file?: {url: string};
  description?: string | null;
  value?: string | null;
  required?: boolean;
  min_values?: number | null;
  max_values?: number | null;
  min_length?: number | null;
  max_length?: number | null;
}

export const IS_EPHEMERAL = 64;
export const IS_LOADING = 128;
export const IS_COMPONENTS_V2 = 32_768;

const ACTION_ROW = 1;
const BUTTON = 2;
const SELECTS = [3, 5, 6, 7, 8];
const TEXT = 10;
const LINK_STYLE = 5;

/** Every component, in the order that a person reads them. */
export function everyComponent(components: readonly Component[] | null | undefined): Component[] {
  return (components ?? []).flatMap((one) => [
    one,
    ...everyComponent(one.components),
    ...everyComponent(one.accessory ? [one.accessory] : []),
    ...everyComponent(one.component ? [one.component] : []),
  ]);
}

/** What Discord refuses though its description does not say so. The limits: https://discord.com/developers/docs */
export function checkMessageLimits(body: Body, isWholeMessage: boolean): string[] {
  const problems: string[] = [];
  const all = everyComponent(body.components);
  const isV2 = ((body.flags ?? 0) & IS_COMPONENTS_V2) !== 0;
  if (lengthOf(body.content) > 2000) problems.push("content: must be 2000 or fewer in length");
  if (isV2 && body.content) problems.push("content: cannot be used with IS_COMPONENTS_V2");
  if (isV2 && body.embeds?.length) problems.push("embeds: cannot be used with IS_COMPONENTS_V2");
  if (isWholeMessage && !isV2)
    for (const one of body.components ?? [])
      if (one.type !== ACTION_ROW) problems.push(`components: type ${one.type} is for IS_COMPONENTS_V2`);
  if (!isV2 && (body.components?.length ?? 0) > 5) problems.push("components: 5 rows at most");
  if (all.length > 40) problems.push(`components: ${all.length} of at most 40`);
  const text = all.filter((one) => one.type === TEXT).reduce((sum, one) => sum + lengthOf(one.content), 0);
  if (text > 4000) problems.push(`components: ${text} characters of text, of at most 4000`);
  const embedded = (body.embeds ?? []).reduce((sum, one) => sum + embedLength(one), 0);
  if (embedded > 6000) problems.push(`embeds: ${embedded} characters of at most 6000`);
  if (lengthOf(String(body.nonce ?? "")) > 25) problems.push("nonce: must be 25 or fewer in length");
  for (const one of body.attachments ?? [])
    if (lengthOf(one.description) > 1024) problems.push("attachments: description of over 1024 characters");
  return [...problems, ...checkComponents(all)];
}

/** A form that Discord would not open. */
export function checkModalLimits(modal: {components: readonly Component[]}): string[] {
  const problems: string[] = [];
  if (modal.components.length > 5)
    problems.push(`components: ${modal.components.length} of at most 5 in a modal`);
  for (const row of modal.components)
    if (row.type === ACTION_ROW && row.components?.length !== 1)
      problems.push("components: a row of a modal holds one field");
  return [...problems, ...checkComponents(everyComponent(modal.components))];
}

function checkComponents(all: readonly Component[]): string[] {
  const problems: string[] = [];
  const ids = all.flatMap((one) => (one.custom_id ? [one.custom_id] : []));
  if (new Set(ids).size < ids.length) problems.push(`custom_id: twice in a message (${ids.join(", ")})`);
  for (const one of all) {
    if (one.type === ACTION_ROW) {
      const inside = one.components ?? [];
      if (inside.some((other) => SELECTS.includes(other.type)) && inside.length > 1)
        problems.push("components: a row with a select holds nothing else");
    }
    if (one.type === BUTTON) {
      if (one.style === LINK_STYLE ? !one.url || one.custom_id : !one.custom_id || one.url)
        problems.push("button: a link has a url, any other a custom_id");
      if (!one.label && !one.emoji) problems.push("button: without label and emoji");
    }
    if (one.type === TEXT && lengthOf(one.content) === 0) problems.push("text display: empty");
    const values = one.options?.map((option) => option.value) ?? [];
    if (new Set(values).size < values.length) problems.push("select: an option's value twice");
    if (one.options && (one.max_values ?? 1) > one.options.length)
      problems.push("select: max_values is more than there are options");
  }
  return problems;
}

function embedLength(embed: Embed): number {
  const fields = (embed.fields ?? []).reduce((sum, one) => sum + lengthOf(one.name) + lengthOf(one.value), 0);
  return (
    fields +
    lengthOf(embed.title) +
    lengthOf(embed.description) +
    lengthOf(embed.author?.name) +
    lengthOf(embed.footer?.text)
  );
}

function lengthOf(text: string | null | undefined): number {
  return [...(text ?? "")].length;
}
