import type {Embed, MessageBody} from "../wire.ts";
import type {Row} from "./buttons.ts";
import {filesOf} from "./message_files.ts";
import {cutByLines, type NamedFile, type Part} from "./pieces.ts";

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits: in one message. */
const MOST = {embeds: 10, characters: 5_900, description: 4_000, rows: 5, files: 10};
const COLOUR = {answer: 0x2f_6f_ed, error: 0xd6_45_45};

interface Sheet {
  embeds: Embed[];
  rows: Row[];
  files: {file: NamedFile; altText?: string}[];
  characters: number;
}

/** An answer as embeds with rows of buttons: where components of the second version are refused, or not wanted. */
export function layOutEmbeds(parts: readonly Part[]): MessageBody[] {
  const sheets: Sheet[] = [emptySheet()];
  for (const part of parts.flatMap(shorter)) {
    const last = sheets.at(-1)!;
    const sheet = hasRoom(last, part) ? last : emptySheet();
    if (sheet !== last) sheets.push(sheet);
    place(part, sheet);
  }
  return sheets.map(({embeds, rows, files}) => ({
    // An edit of what showed progress takes its text away.
    content: null,
    embeds,
    components: rows,
    flags: 0,
    ...filesOf(files),
  }));
}

function emptySheet(): Sheet {
  return {embeds: [], rows: [], files: [], characters: 0};
}

function shorter(part: Part): Part[] {
  if (part.kind !== "text") return [part];
  return cutByLines(part.text, MOST.description).map((text) => ({...part, text}));
}

function hasRoom(sheet: Sheet, part: Part): boolean {
  if (part.kind === "row") return sheet.rows.length < MOST.rows;
  // Rows stand under everything: what comes after them begins a message of its own.
  if (sheet.rows.length > 0) return false;
  if (part.kind === "text")
    return sheet.embeds.length < MOST.embeds && sheet.characters + part.text.length <= MOST.characters;
  return sheet.files.length < MOST.files && sheet.embeds.length < MOST.embeds;
}

function place(part: Part, sheet: Sheet): void {
  if (part.kind === "row") sheet.rows.push(part.row);
  else if (part.kind === "text") {
    const color = part.isError ? COLOUR.error : COLOUR.answer;
    const before = sheet.embeds.at(-1);
    const together = `${before?.description}\n\n${part.text}`;
    if (before?.description && !before.image && before.color === color && together.length <= MOST.description)
      before.description = together;
    else sheet.embeds.push({description: part.text, color});
    sheet.characters += part.text.length + 2;
  } else if (part.kind === "picture") {
    const image = {url: `attachment://${part.file.name}`};
    const before = sheet.embeds.at(-1);
    if (before && !before.image) before.image = image;
    else sheet.embeds.push({image, color: COLOUR.answer});
    sheet.files.push({file: part.file, altText: part.altText});
  } else sheet.files.push({file: part.file});
}
