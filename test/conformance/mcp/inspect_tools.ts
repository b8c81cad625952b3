import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {realCommand} from "./real_server.ts";
import {ran} from "./suite.ts";

const INSPECTOR = fileURLToPath(
  new URL(
    "../../../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js",
    import.meta.url,
  ),
);

/** One reading of all tools by the Inspector, with what it found wrong in them. */
export interface Inspection {
  name: string;
  tools: number;
  wrong: string[];
}

/** Lists our tools with the Inspector, strictly: over stdio and HTTP, as clients of both eras. */
export async function inspectTools(url: string): Promise<Inspection[]> {
  const home = await mkdtemp(join(tmpdir(), "tabletalk-inspector-"));
  const {command, remove} = await realCommand();
  const inspections: Inspection[] = [];
  try {
    for (const [way, target] of [
      ["stdio", ["--", process.execPath, ...command]],
      ["http", ["--server-url", url, "--transport", "http"]],
    ] as const)
      for (const era of ["legacy", "modern"]) {
        const options = [
          "--cli",
          "--protocol-era",
          era,
          "--method",
          "tools/list",
          "--strict",
          "--format",
          "json",
        ];
        const {status, out, err} = await ran([INSPECTOR, ...options, ...target], 60_000, {
          ...process.env,
          HOME: home,
        });
        // It reports what is less portable on the same stream, and ends well then.
        const wrong = err.split("\n").filter((line) => line.trim() !== "");
        if (status !== 0) wrong.push(`it ended with ${status}`);
        inspections.push({name: `${way}, ${era}`, tools: countOf(out), wrong});
      }
  } finally {
    await remove();
    await rm(home, {recursive: true, force: true});
  }
  return inspections;
}

function countOf(out: string): number {
  try {
    return (JSON.parse(out) as {result: {tools: unknown[]}}).result.tools.length;
  } catch {
    return 0;
  }
}
