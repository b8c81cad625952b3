import type {MessageBody} from "../wire.ts";
import type {NamedFile} from "./pieces.ts";

/** Files as a request carries them: what they are named in its JSON, and the bytes beside it. */
export function filesOf(
  files: readonly {file: NamedFile; altText?: string}[],
): Pick<MessageBody, "attachments" | "files"> {
  return {
    attachments: files.map(({file, altText}, at) => ({
      id: String(at),
      filename: file.name,
      ...(altText && {description: altText}),
    })),
    files: files.map(({file}, at) => ({
      key: `files[${at}]`,
      name: file.name,
      contentType: file.mediaType,
      data: Buffer.from(file.content.buffer, file.content.byteOffset, file.content.byteLength),
    })),
  };
}
