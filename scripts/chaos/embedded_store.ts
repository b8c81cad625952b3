import {type ChildProcess, spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {sql} from "kysely";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";

const writer = join(import.meta.dirname, "../../test/store/write_turns.ts");

/**
 * Two processes write into one SQLite file; one or both are killed with -9, again and again. Each time the file must open,
 * be whole, and hold everything that a writer said was kept.
 * @returns what is wrong; empty: nothing
 */
export async function embeddedStore(kills: number, say: (text: string) => void): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-chaos-"));
  const path = join(folder, "state.sqlite");
  const wrong: string[] = [];
  const kept: string[] = [];
  try {
    await (await openSqliteStore(path)).close();
    for (let kill = 1; kill <= kills; kill++) {
      const writers = ["a", "b"].map((name) => startWriter(path, `${name}${kill}`, kept));
      await Promise.all(writers.map(({writing}) => writing));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
      // Both at once, or one while the other writes on.
      writers[0]!.child.kill("SIGKILL");
      if (kill % 2 === 0) writers[1]!.child.kill("SIGKILL");
      else setTimeout(() => writers[1]!.child.kill("SIGKILL"), 100);
      await Promise.all(writers.map(({ended}) => ended));
      await using store = await openSqliteStore(path);
      const {rows: whole} = await sql<{integrity_check: string}>`PRAGMA integrity_check`.execute(store.db);
      if (whole[0]?.integrity_check !== "ok") wrong.push(`after kill ${kill} the file is damaged`);
      const there = await store.db.selectFrom("turns").select("question").execute();
      const found = new Map<string, number>();
      for (const {question} of there) found.set(question, (found.get(question) ?? 0) + 1);
      for (const question of kept)
        if (found.get(question) !== 1)
          wrong.push(`after kill ${kill}, ${question} is there ${found.get(question) ?? 0} times`);
      if (kill % 10 === 0) say(`${kill} times killed, ${kept.length} turns were said to be kept`);
    }
    return wrong;
  } finally {
    rmSync(folder, {recursive: true, force: true, maxRetries: 5});
  }
}

function startWriter(
  path: string,
  name: string,
  kept: string[],
): {child: ChildProcess; writing: Promise<void>; ended: Promise<void>} {
  const child = spawn(process.execPath, [writer, path, name, "1000000"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let rest = "";
  const writing = new Promise<void>((resolve) => {
    child.stdout!.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      // A line that was cut by the kill acknowledges nothing.
      rest = lines.pop() ?? "";
      kept.push(...lines.map((line) => line.split(" ")[0]!));
      resolve();
    });
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {child, writing, ended};
}
