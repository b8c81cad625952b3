import {TabletalkError} from "../../errors.ts";
import type {ChannelCapabilities} from "../channel.ts";
import {escapeLines, escapeMarkdown, isolateNames, plainLine} from "./escape.ts";
import {fitsNatively} from "./fit_chart.ts";
import {fitTable} from "./fit_table.ts";
import type {FittedPiece, FittedReply} from "./fitted.ts";
import type {ReplyAction, ReplyChart, ReplyDocument, ReplyFile, ReplyPart} from "./reply.ts";
import {splitMarkdown} from "./split_markdown.ts";

/** What there is still room for in one reply. */
interface Room {
  files: number;
  choices: number;
  suggestions: number;
  actions: readonly ReplyAction[];
}

type Part<Kind extends ReplyPart["kind"]> = Extract<ReplyPart, {kind: Kind}>;

/**
 * Brings a reply down to what a platform can show: the one ladder of all channels. A table is native, else an aligned code
 * block, else a file; a chart is native, else a picture, else words; choices are buttons, else numbers to answer with. What is left
 * out is said.
 */
export async function fitReply(
  document: ReplyDocument,
  capabilities: ChannelCapabilities,
): Promise<FittedReply> {
  const room = roomFor(document, capabilities);
  const pieces: FittedPiece[] = [];
  for (const part of document.parts) {
    for (const piece of await fitPart(part, capabilities, room)) {
      if ("markdown" in piece && piece.kind !== "error")
        pieces.push(...cut(piece.markdown, capabilities).map((markdown) => ({...piece, markdown})));
      else pieces.push(piece);
    }
  }
  return {summary: plainLine(document.summary), pieces, actions: room.actions};
}

/** Buttons are given to choices first, then to what can be done with the answer, then to what can be asked next. */
function roomFor({parts, actions}: ReplyDocument, {buttons, files, limits}: ChannelCapabilities): Room {
  const all = buttons ? (limits?.buttons?.count ?? Number.POSITIVE_INFINITY) : 0;
  const wanted = parts.reduce((sum, part) => sum + (part.kind === "choices" ? part.choices.length : 0), 0);
  const choices = Math.min(all, wanted);
  const shown = actions.slice(0, all - choices).map((action) => labelled(action, limits?.buttons?.label));
  return {
    files: files ? (limits?.files?.count ?? Number.POSITIVE_INFINITY) : 0,
    choices,
    actions: shown,
    suggestions: all - choices - shown.length,
  };
}

async function fitPart(
  part: ReplyPart,
  capabilities: ChannelCapabilities,
  room: Room,
): Promise<FittedPiece[]> {
  switch (part.kind) {
    case "text":
    case "note":
      return [{kind: part.kind, markdown: part.markdown}];
    case "error":
      return [{kind: "error", ...saidError(part, capabilities)}];
    case "table": {
      const hasButton = room.actions.some(({id}) => id.startsWith("csv:"));
      const {pieces, file} = await fitTable(part, capabilities, hasButton);
      return [...pieces, ...(file ? fitFile({...file, kind: "file"}, capabilities, room) : [])];
    }
    case "chart":
      return fitChart(part, capabilities, room);
    case "file":
      return fitFile(part, capabilities, room);
    case "picture":
      return fitPicture(part, capabilities, room);
    case "choices":
      return fitChoices(part, capabilities, room);
    case "suggestions":
      return fitSuggestions(part, capabilities, room);
  }
}

async function fitChart(
  chart: ReplyChart,
  capabilities: ChannelCapabilities,
  room: Room,
): Promise<FittedPiece[]> {
  if (capabilities.nativeChart && fitsNatively(chart, capabilities.limits?.chart))
    return [{kind: "chart", chart}];
  const words: FittedPiece = {kind: "text", markdown: isolateNames(escapeMarkdown(chart.altText))};
  if (!capabilities.image) return [words];
  try {
    const file = await chart.png();
    const refused = refusal(file, capabilities, room);
    if (refused !== undefined) return [words, refused];
    room.files -= 1;
    const {title, altText} = chart;
    return [{kind: "picture", file, title: plainLine(title), altText: plainLine(altText)}];
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code === "aborted") throw error;
    return [
      words,
      {kind: "note", markdown: `The chart could not be drawn: ${escapeMarkdown(error.message)}`},
    ];
  }
}

function fitFile({file, title}: Part<"file">, capabilities: ChannelCapabilities, room: Room): FittedPiece[] {
  const refused = refusal(file, capabilities, room);
  if (refused !== undefined) return [refused];
  room.files -= 1;
  return [{kind: "file", file, title: plainLine(title)}];
}

function fitPicture(
  {file, title, altText}: Part<"picture">,
  capabilities: ChannelCapabilities,
  room: Room,
): FittedPiece[] {
  if (!capabilities.image) return [];
  // The file that follows is the same, whole.
  if (refusal(file, capabilities, room) !== undefined) return [];
  room.files -= 1;
  return [{kind: "picture", file, title: plainLine(title), altText: plainLine(altText)}];
}

/** Why a file cannot be sent; undefined where it can. */
function refusal(
  {name, content}: ReplyFile,
  {limits}: ChannelCapabilities,
  room: Room,
): FittedPiece | undefined {
  const most = limits?.files?.bytes ?? Number.POSITIVE_INFINITY;
  const why =
    content.byteLength > most
      ? `it has ${megabytes(content.byteLength)}, and a file here may have ${megabytes(most)}`
      : room.files < 1
        ? "there is no room for another file here"
        : undefined;
  return why === undefined
    ? undefined
    : {kind: "note", markdown: `${escapeMarkdown(name)} could not be sent: ${why}.`};
}

function fitChoices(
  {question, choices}: Part<"choices">,
  {limits}: ChannelCapabilities,
  room: Room,
): FittedPiece[] {
  const lines = choices.map(({said}, at) => `${at + 1}. ${escapeMarkdown(said)}`);
  const pressed = choices.slice(0, room.choices).map(({action}, at) => {
    const label = `${at + 1}. ${action.label}`;
    return labelled({...action, label}, limits?.buttons?.label);
  });
  room.choices -= pressed.length;
  const how = pressed.length > 0 ? "Press one, or answer with its number." : "Answer with a number.";
  const markdown = [...(question === "" ? [] : [escapeLines(question)]), lines.join("\n"), how].join("\n\n");
  return [
    {kind: "text", markdown},
    ...(pressed.length > 0 ? [{kind: "choices" as const, choices: pressed}] : []),
  ];
}

function fitSuggestions(
  {questions}: Part<"suggestions">,
  {buttons, limits}: ChannelCapabilities,
  room: Room,
): FittedPiece[] {
  const pressed = questions.slice(0, room.suggestions);
  room.suggestions -= pressed.length;
  if (buttons && pressed.length === 0) return [];
  if (!buttons) {
    const lines = questions.map(({question}) => `- ${escapeMarkdown(question)}`);
    return lines.length > 0 ? [{kind: "note", markdown: `You could ask:\n${lines.join("\n")}`}] : [];
  }
  return [
    {
      kind: "suggestions",
      questions: pressed.map(({question, action}) => ({
        question: plainLine(question),
        action: labelled(action, limits?.buttons?.label),
      })),
    },
  ];
}

function saidError({message, next}: Part<"error">, {maxTextLength}: ChannelCapabilities) {
  const most = Math.max(100, Math.floor(maxTextLength / 2));
  const first = (text: string) => {
    const [piece = "", ...rest] = Number.isFinite(most) ? splitMarkdown(text, {most: most - 2}) : [text];
    return rest.length > 0 ? `${piece} …` : piece;
  };
  return {markdown: first(escapeLines(message)), next: first(escapeLines(next))};
}

function cut(markdown: string, {maxTextLength}: ChannelCapabilities): string[] {
  if (!Number.isFinite(maxTextLength)) return markdown.trim() === "" ? [] : [markdown];
  return splitMarkdown(markdown, {most: maxTextLength});
}

function labelled(action: ReplyAction, most = Number.POSITIVE_INFINITY): ReplyAction {
  const label = plainLine(action.label);
  if (label.length <= most) return {...action, label};
  let short = "";
  for (const {segment} of new Intl.Segmenter().segment(label)) {
    if (short.length + segment.length > most - 1) break;
    short += segment;
  }
  return {...action, label: `${short.trimEnd()}…`};
}

function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
