import yazl from "yazl";

export type Content = Record<string, string | Buffer>;

const made = new WeakMap<Content, Promise<Buffer>>();

/** A zip of what does not change. */
export function keptZip(members: Content): Promise<Buffer> {
  const known = made.get(members) ?? zipOf(members);
  made.set(members, known);
  return known;
}

/** A zip, the same bytes each time. */
export async function zipOf(members: Content, options: {mode?: number} = {}): Promise<Buffer> {
  const file = new yazl.ZipFile();
  for (const [name, content] of Object.entries(members))
    file.addBuffer(Buffer.from(content), name, {...options, mtime: new Date(2024, 0, 1)});
  file.end();
  const chunks: Buffer[] = [];
  for await (const chunk of file.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Writes another name of the same length into a zip: no program that makes zips would. */
export const renamed = (zip: Buffer, from: string, to: string): Buffer =>
  Buffer.from(zip.toString("latin1").replaceAll(from, to), "latin1");

/** Text that hardly packs, the same each time. */
export function noise(bytes: number): string {
  let state = 42;
  const parts: string[] = ["id,value\n"];
  for (let length = 9, row = 0; length < bytes; row++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const line = `${row},${((state * 2_654_435_761) >>> 0).toString(36)}${state.toString(36)}\n`;
    parts.push(line);
    length += line.length;
  }
  return parts.join("");
}
