import type {APIComponentInContainer, APIMessageTopLevelComponent} from "discord.js";
import {COMPONENT, FLAG, type MessageBody} from "../wire.ts";
import {filesOf} from "./message_files.ts";
import type {NamedFile, Part} from "./pieces.ts";

/** https://discord.com/developers/docs/components/reference: in one message. */
const MOST = {components: 40, characters: 3_900, files: 10};
const COLOUR = {answer: 0x2f_6f_ed, error: 0xd6_45_45};

interface Box {
  components: APIComponentInContainer[];
  count: number;
  characters: number;
  files: {file: NamedFile; altText?: string}[];
  isError: boolean;
}

/** An answer as components of the second version: one container a message, as few messages as it fits into. */
export function layOutComponents(parts: readonly Part[]): MessageBody[] {
  const boxes: Box[] = [emptyBox()];
  for (const part of parts) {
    const size = sizeOf(part);
    const last = boxes.at(-1)!;
    const fits =
      last.count + size.count <= MOST.components &&
      last.characters + size.characters <= MOST.characters &&
      last.files.length + size.files <= MOST.files;
    const box = fits ? last : emptyBox();
    if (!fits) boxes.push(box);
    place(part, box);
    box.count += size.count;
    box.characters += size.characters;
  }
  return boxes.filter(({components}) => components.length > 0).map(bodyOf);
}

function emptyBox(): Box {
  return {components: [], count: 1, characters: 0, files: [], isError: false};
}

function sizeOf(part: Part): {count: number; characters: number; files: number} {
  if (part.kind === "text") return {count: 1, characters: part.text.length, files: 0};
  if (part.kind === "row") return {count: 1 + part.row.components.length, characters: 0, files: 0};
  return {count: 1, characters: 0, files: 1};
}

function place(part: Part, box: Box): void {
  if (part.kind === "text") {
    box.components.push({type: COMPONENT.text, content: part.text});
    box.isError ||= part.isError === true;
  } else if (part.kind === "row") box.components.push(part.row);
  else if (part.kind === "picture") {
    const {file, altText} = part;
    const media = {url: `attachment://${file.name}`};
    box.components.push({
      type: COMPONENT.gallery,
      items: [{media, ...(altText !== "" && {description: altText})}],
    });
    box.files.push({file, altText});
  } else {
    box.components.push({type: COMPONENT.file, file: {url: `attachment://${part.file.name}`}});
    box.files.push({file: part.file});
  }
}

function bodyOf(box: Box): MessageBody {
  const container: APIMessageTopLevelComponent = {
    type: COMPONENT.container,
    accent_color: box.isError ? COLOUR.error : COLOUR.answer,
    components: box.components,
  };
  return {components: [container], flags: FLAG.components, ...filesOf(box.files)};
}
