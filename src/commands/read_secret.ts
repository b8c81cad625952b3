import {createInterface} from "node:readline";
import {Writable} from "node:stream";
import {text} from "node:stream/consumers";

/** Reads a secret: typed without being shown at a terminal, else the first line of standard input. */
export async function readSecret(prompt: string): Promise<string> {
  const {stdin, stderr} = process;
  if (!stdin.isTTY) return (await text(stdin)).split("\n")[0]?.replace(/\r$/, "") ?? "";
  stderr.write(prompt);
  const silent = new Writable({write: (_chunk, _encoding, done) => done()});
  const lines = createInterface({input: stdin, output: silent, terminal: true});
  try {
    return await new Promise<string>((resolve) => {
      lines.once("line", resolve);
      lines.once("close", () => resolve(""));
    });
  } finally {
    lines.close();
    stderr.write("\n");
  }
}
