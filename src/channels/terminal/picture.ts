import {readFile} from "node:fs/promises";

/** The ways of showing a picture inside a terminal that we speak. */
export type PictureProtocol = "kitty" | "iterm2";

/** Which protocol this terminal has, from what it says about itself; undefined: none, so show the path. */
export function pictureProtocol(
  isTTY: boolean,
  environment: NodeJS.ProcessEnv = process.env,
): PictureProtocol | undefined {
  // Inside a multiplexer the escapes would not reach the terminal that promised them.
  if (!isTTY || environment.TMUX || environment.STY) return undefined;
  const program = environment.TERM_PROGRAM ?? "";
  if (environment.KITTY_WINDOW_ID || environment.TERM === "xterm-kitty") return "kitty";
  if (program === "ghostty" || environment.TERM === "xterm-ghostty") return "kitty";
  if (program === "iTerm.app" || program === "WezTerm" || environment.LC_TERMINAL === "iTerm2")
    return "iterm2";
  return undefined;
}

/**
 * The escapes that show a PNG file.
 * Sources: https://sw.kovidgoyal.net/kitty/graphics-protocol/ and https://iterm2.com/documentation-images.html
 */
export async function pictureEscapes(
  path: string,
  protocol: PictureProtocol,
  columns: number,
): Promise<string> {
  const bytes = await readFile(path);
  const encoded = bytes.toString("base64");
  if (protocol === "iterm2") {
    return `\u001b]1337;File=inline=1;size=${bytes.length};width=${columns};preserveAspectRatio=1:${encoded}\u0007\n`;
  }
  const chunks = encoded.match(/.{1,4096}/g) ?? [];
  const escapes = chunks.map((chunk, at) => {
    const more = at < chunks.length - 1 ? 1 : 0;
    const keys = at === 0 ? `a=T,f=100,q=2,c=${columns},m=${more}` : `m=${more}`;
    return `\u001b_G${keys};${chunk}\u001b\\`;
  });
  return `${escapes.join("")}\n`;
}
