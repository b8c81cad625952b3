import type {PostgresPool, PostgresPoolClient} from "kysely";
import type {Pool, PoolClient} from "pg";

/** Which workspace a connection works for now. */
const worksFor = new WeakMap<PoolClient, string>();

/** The pool for one workspace: row-level security shows its connections that workspace alone. */
export function workspacePool(pool: Pool, workspace: string): PostgresPool {
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect();
      try {
        if (worksFor.get(client) !== workspace) {
          worksFor.delete(client);
          await client.query("SELECT set_config('tabletalk.workspace', $1, false)", [workspace]);
          worksFor.set(client, workspace);
        }
        return client as unknown as PostgresPoolClient;
      } catch (error) {
        client.release(error instanceof Error ? error : true);
        throw error;
      }
    },
    // The one pool below is closed once, by whoever opened it.
    async end() {},
  };
}
