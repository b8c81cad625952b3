import {createWriteStream} from "node:fs";
import {mkdtemp, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {finished} from "node:stream/promises";
import {ZipFile} from "yazl";

/** A folder for the documents of one test file. */
export const folderForDocuments = (): Promise<string> => mkdtemp(join(tmpdir(), "tabletalk-documents-"));

export async function write(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** A line of a page: its words and its size in points; a picture of a page has no lines. */
export type PdfLine = {text: string; size?: number};

/** A PDF of plain lines, one array a page; `encrypt` puts a password on it. */
export function pdf(pages: readonly (readonly PdfLine[])[], options: {encrypt?: boolean} = {}): Buffer {
  const objects: string[] = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, at) => `${4 + at * 2} 0 R`).join(" ")}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  for (const [at, lines] of pages.entries()) {
    let y = 780;
    const drawn = lines.map(({text, size = 11}) => {
      y -= size * 1.3;
      return `BT /F1 ${size} Tf 50 ${y} Td (${text.replace(/[()\\]/g, "\\$&")}) Tj ET`;
    });
    const stream = drawn.join("\n");
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + at * 2} 0 R>>`,
      `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    );
  }
  if (options.encrypt)
    objects.push(`<</Filter/Standard/V 1/R 2/O <${"ab".repeat(32)}>/U <${"cd".repeat(32)}>/P -4>>`);
  let body = "%PDF-1.4\n";
  const places: number[] = [];
  for (const [at, object] of objects.entries()) {
    places.push(body.length);
    body += `${at + 1} 0 obj${object}endobj\n`;
  }
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const id = `/ID[<${"00".repeat(16)}><${"00".repeat(16)}>]`;
  const lock = options.encrypt ? `/Encrypt ${objects.length} 0 R${id}` : "";
  return Buffer.from(
    `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R${lock}>>\nstartxref\n${body.length}\n%%EOF`,
    "latin1",
  );
}

/** A Word document of paragraphs; a style makes a heading of one. */
export async function docx(
  path: string,
  paragraphs: readonly {text: string; style?: string}[],
): Promise<string> {
  const body = paragraphs
    .map(
      ({text, style}) =>
        `<w:p>${style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ""}<w:r><w:t>${text}</w:t></w:r></w:p>`,
    )
    .join("");
  return zip(path, {
    "[Content_Types].xml":
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels":
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    "word/styles.xml":
      '<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style></w:styles>',
    "word/_rels/document.xml.rels":
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
  });
}

/** An archive of parts by name. */
export async function zip(path: string, parts: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(parts)) archive.addBuffer(Buffer.from(content), name);
  archive.end();
  await finished(archive.outputStream.pipe(createWriteStream(path)));
  return path;
}
