import {TabletalkError} from "../../errors.ts";
import type {DocumentText} from "./document_text.ts";
import {readHtml} from "./html.ts";

/** What a document may unpack to. */
const MOST_BYTES = 300 << 20;
const MOST_PARTS = 20_000;

/**
 * Adds a Word document to a document. What it unpacks to is counted before it is read.
 * @throws TabletalkError bad_file where it is no Word document, is protected by a password, or unpacks to too much
 */
export async function readDocx(bytes: Buffer, into: DocumentText): Promise<string | undefined> {
  if (bytes.subarray(0, 4).toString("hex") === "d0cf11e0")
    throw notWord(
      "It is protected by a password or in the format of Word 97.",
      "Open it in Word and save it as .docx without a password.",
    );
  await checkArchive(bytes);
  const {default: mammoth} = await import("mammoth");
  const {value, messages} = await mammoth
    .convertToHtml(
      {buffer: bytes},
      {
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(async () => ({src: ""})),
        styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"],
      },
    )
    .catch((error: unknown) => {
      throw notWord(`It cannot be read as a Word document: ${text(error)}.`, SAVE_AGAIN);
    });
  const broken = messages.filter(({type}) => type === "error").map(({message}) => message);
  if (broken.length > 0) into.note(`Parts could not be read: ${broken.slice(0, 3).join("; ")}.`);
  return readHtml(value, into);
}

const SAVE_AGAIN = "Open it in Word or LibreOffice and save it as .docx again.";

/** Unpacks every part and counts its bytes, whatever the archive says of their size. */
async function checkArchive(bytes: Buffer): Promise<void> {
  const {fromBuffer} = await import("yauzl");
  await new Promise<void>((resolve, reject) => {
    fromBuffer(bytes, {lazyEntries: true}, (failure, archive) => {
      if (failure) return reject(notWord(`It is no Word document: ${text(failure)}.`, SAVE_AGAIN));
      let total = 0;
      let parts = 0;
      let isWord = false;
      const bomb = () =>
        reject(
          notWord(
            "It unpacks to more than 300 MB.",
            "Such a file is broken or made to do harm; it was not read.",
          ),
        );
      archive.on("error", (error: Error) => reject(notWord(`It is damaged: ${text(error)}.`, SAVE_AGAIN)));
      archive.on("end", () =>
        isWord ? resolve() : reject(notWord("It is an archive, but no Word document.", SAVE_AGAIN)),
      );
      archive.on("entry", (entry: {fileName: string; uncompressedSize: number}) => {
        if (entry.fileName === "word/document.xml" || entry.fileName === "[Content_Types].xml") isWord = true;
        if (++parts > MOST_PARTS || total + entry.uncompressedSize > MOST_BYTES) return bomb();
        archive.openReadStream(entry as never, (problem, stream) => {
          if (problem) return reject(notWord(`It is damaged: ${text(problem)}.`, SAVE_AGAIN));
          stream.on("data", (part: Buffer) => {
            total += part.length;
            if (total > MOST_BYTES) {
              stream.destroy();
              bomb();
            }
          });
          stream.on("error", (error: Error) => reject(notWord(`It is damaged: ${text(error)}.`, SAVE_AGAIN)));
          stream.on("end", () => archive.readEntry());
        });
      });
      archive.readEntry();
    });
  });
}

const text = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
const notWord = (message: string, next: string): TabletalkError =>
  new TabletalkError("bad_file", message, next);
