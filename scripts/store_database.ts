import {randomBytes} from "node:crypto";
import postgres from "postgres";

/** A database of its own on a server, gone with `drop`. */
export interface StoreDatabase {
  /** Of a role that owns the database and is no superuser: row-level security does not bind those. */
  url: string;
  drop(): Promise<void>;
}

/**
 * Makes an empty database with the `vector` extension, owned by a role of its own.
 * @param server of a superuser
 * @throws Error where the server has no pgvector
 */
export async function createStoreDatabase(server: string): Promise<StoreDatabase> {
  const name = `tabletalk_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  const as = (change: (url: URL) => void): string => {
    const url = new URL(server);
    change(url);
    return url.href;
  };
  const inside = as((url) => {
    url.pathname = `/${name}`;
  });
  const run = async (url: string, ...statements: string[]): Promise<void> => {
    const sql = postgres(url, {max: 1, onnotice: () => undefined});
    try {
      for (const statement of statements) await sql.unsafe(statement);
    } finally {
      await sql.end({timeout: 5});
    }
  };
  await run(
    server,
    `CREATE ROLE ${name} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '${password}'`,
    `CREATE DATABASE ${name} OWNER ${name}`,
  );
  await run(inside, "CREATE EXTENSION vector");
  return {
    url: as((url) => {
      url.username = name;
      url.password = password;
      url.pathname = `/${name}`;
    }),
    drop: () => run(server, `DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${name}`),
  };
}
