import type {DuckDBConnection, DuckDBPreparedStatement} from "@duckdb/node-api";

const prepared = new WeakMap<DuckDBConnection, Map<string, Promise<DuckDBPreparedStatement>>>();

/**
 * What one of our own SELECTs gives of a text: its first cell. It is planned once a connection: to plan it for every text would
 * take longer than to run it. One at a time: the text is bound to what is kept.
 */
export async function textFunction(
  connection: DuckDBConnection,
  select: string,
  text: string,
): Promise<string> {
  const here = prepared.get(connection) ?? new Map<string, Promise<DuckDBPreparedStatement>>();
  prepared.set(connection, here);
  const preparing = here.get(select) ?? connection.prepare(select);
  here.set(select, preparing);
  try {
    const statement = await preparing;
    statement.bindVarchar(1, text);
    const reader = await statement.runAndReadAll();
    return String(reader.getRows()[0]?.[0]);
  } catch (error) {
    // Whatever was wrong with it, the next text gets a fresh one.
    here.delete(select);
    throw error;
  }
}
