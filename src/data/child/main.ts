import {type DuckDBConnection, DuckDBInstance} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {ImportProgress} from "../engine.ts";
import {passGate} from "./gate.ts";
import {orderOf} from "./order_of.ts";
import {profileTable} from "./profile_table.ts";
import type {Numbered, Reply, Request, Results} from "./protocol.ts";
import {memoryError, runColumns, runQuery, within} from "./query.ts";

let connection: DuckDBConnection | undefined;
const tables = new Set<string>();

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Opens the datasets read-only, then shuts the door: after this nothing outside can be reached. */
async function open(request: Extract<Request, {op: "open"}>): Promise<null> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${request.memoryMb}MB`,
    threads: String(request.threads),
    temp_directory: request.spill,
    max_temp_directory_size: "4GB",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    allow_persistent_secrets: "false",
  });
  connection = await instance.connect();
  await connection.run(`SET TimeZone = ${literal(request.timeZone)}`);
  for (const [index, dataset] of request.datasets.entries()) {
    await connection.run(`ATTACH ${literal(dataset.path)} AS v${index} (READ_ONLY)`);
    await connection.run(`CREATE VIEW ${identifier(dataset.name)} AS SELECT * FROM v${index}.main.data`);
    tables.add(dataset.name.toLowerCase());
  }
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  return null;
}

function opened(): DuckDBConnection {
  if (!connection) throw new TabletalkError("internal", "The session is not open.", "Open it first.");
  return connection;
}

async function handle(
  request: Request,
  tell: (progress: ImportProgress) => void,
): Promise<Results[keyof Results]> {
  switch (request.op) {
    case "import": {
      const {importFile} = await import("./import_file.ts");
      return importFile(request, tell);
    }
    case "append": {
      const {appendTable} = await import("./append_table.ts");
      return appendTable(request);
    }
    case "make": {
      const {makeTable} = await import("./make_table.ts");
      return makeTable(request);
    }
    case "parquet": {
      const {writeParquet} = await import("./write_parquet.ts");
      return writeParquet(request);
    }
    case "open":
      return open(request);
    case "query": {
      const order = orderOf(await passGate(opened(), request.sql, tables));
      return {...(await runQuery(opened(), request.sql, request.rows, request.timeMs)), ...order};
    }
    case "columns":
      await passGate(opened(), request.sql, tables);
      return runColumns(opened(), request.sql, request.rows, request.timeMs);
    case "guard": {
      await passGate(opened(), request.sql, tables);
      const {guardQuery} = await import("./groups/guard.ts");
      return within(opened(), request.timeMs, () => guardQuery(opened(), request.sql, request.feeds));
    }
    case "profile":
      return profileTable(opened(), request.table);
    case "detail": {
      const {detailTable} = await import("./profile/detail_table.ts");
      return detailTable(opened(), request.profile, request.today);
    }
    case "sketch": {
      const {sketchTable} = await import("./sketch_table.ts");
      return sketchTable(opened(), request.profile);
    }
  }
}

/** After such an error DuckDB refuses whatever else it is asked: this process is of no more use. */
function isBroken(error: unknown): boolean {
  const cause = error instanceof TabletalkError ? error.cause : error;
  return cause instanceof Error && /^(FATAL|INTERNAL) Error|has been invalidated/i.test(cause.message);
}

let queue: Promise<void> = Promise.resolve();
const cancelled = new Set<number>();
let running: number | undefined;

function answer(reply: Reply): void {
  process.send?.(reply);
}

process.on("message", (message: Numbered) => {
  if ("cancel" in message) {
    if (running === message.cancel) connection?.interrupt();
    else cancelled.add(message.cancel);
    return;
  }
  const {id, request} = message;
  queue = queue.then(async () => {
    if (cancelled.delete(id))
      return answer({
        id,
        error: {code: "aborted", message: "The query was stopped.", next: "Ask again when you like."},
      });
    running = id;
    try {
      answer({id, ok: await handle(request, (progress) => answer({id, progress}))});
    } catch (error) {
      const known =
        error instanceof Error && /out of memory|bad.alloc|allocation fail/i.test(error.message)
          ? memoryError()
          : error instanceof TabletalkError
            ? error
            : new TabletalkError(
                "internal",
                error instanceof Error ? error.message.split("\n")[0]! : String(error),
                "Please report this with the file or query at hand.",
              );
      const {code, message, next} = known;
      answer({id, error: {code, message, next, ...(isBroken(error) && {broken: true})}});
    } finally {
      running = undefined;
    }
  });
});
/** The parent is gone. An exit would wait for a statement that runs; this does not. */
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
