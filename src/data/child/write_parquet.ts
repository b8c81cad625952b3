import {DuckDBInstance} from "@duckdb/node-api";
import type {Request} from "./protocol.ts";

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Writes a version's table to a Parquet file. Nobody's SQL runs here. Runs in a child of its own. */
export async function writeParquet(request: Extract<Request, {op: "parquet"}>): Promise<null> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${request.memoryMb}MB`,
    threads: String(request.threads),
    temp_directory: request.scratch,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    allow_persistent_secrets: "false",
  });
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${literal(request.path)} AS version (READ_ONLY)`);
    await connection.run(
      `COPY version.main.data TO ${literal(request.to)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    return null;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
