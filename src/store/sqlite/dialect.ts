import {DatabaseSync, type SQLInputValue} from "node:sqlite";
import {type DatabaseConnection, type Driver, SqliteDialect, type SqliteStatement} from "kysely";

/** How long a statement waits for another process to finish writing. */
const BUSY_MS = 15_000;
/** How much of that the whole process stands still at a time: sound is cut by more. */
const AT_ONCE_MS = 50;
/** Statements that are kept prepared: the same few hundred are asked again and again. */
const PREPARED = 500;

/** Opens a database file as this project uses it: write-ahead log, every commit on disk, foreign keys held. */
export async function openDatabase(path: string): Promise<DatabaseSync> {
  const database = new DatabaseSync(path, {timeout: BUSY_MS, enableForeignKeyConstraints: true});
  await useWriteAheadLog(database);
  database.exec("PRAGMA synchronous = FULL");
  return database;
}

/**
 * A text that changes with whatever is written: what others commit counts one number, what this connection changes the other.
 * Undefined while the file is held.
 */
export function revisionOf(database: DatabaseSync): () => string | undefined {
  const others = database.prepare("PRAGMA data_version");
  const own = database.prepare("SELECT total_changes() AS changes");
  return () => {
    try {
      return `${others.get()?.data_version} ${own.get()?.changes}`;
    } catch (error) {
      if (isBusy(error)) return undefined;
      throw error;
    }
  };
}

/**
 * Kysely over `node:sqlite`. Transactions take the write lock at once: a transaction that reads first and writes later
 * would otherwise fail when another process wrote in between.
 */
export function nodeSqliteDialect(database: DatabaseSync): SqliteDialect {
  database.exec(`PRAGMA busy_timeout = ${AT_ONCE_MS}`);
  const prepared = new Map<string, SqliteStatement>();
  const prepare = (text: string): SqliteStatement => {
    const statement = database.prepare(text === "begin" ? "begin immediate" : text);
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
      run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
      // One that is read row by row is still in use when the next begins: it has a statement of its own.
      iterate: (parameters) => database.prepare(text).iterate(...(parameters as SQLInputValue[])),
    };
  };
  return new PatientDialect({
    database: {
      close: () => database.close(),
      prepare(text) {
        const known = prepared.get(text);
        if (known) return known;
        if (prepared.size >= PREPARED) prepared.clear();
        const statement = prepare(text);
        prepared.set(text, statement);
        return statement;
      },
    },
  });
}

/** Waits for another writer between statements too, while everything else goes on. */
class PatientDialect extends SqliteDialect {
  override createDriver(): Driver {
    const driver = super.createDriver();
    const acquire = driver.acquireConnection.bind(driver);
    driver.acquireConnection = async (options) => patient(await acquire(options));
    return driver;
  }
}

function patient(connection: DatabaseConnection): DatabaseConnection {
  return {
    executeQuery: (query, options) => whenFree(() => connection.executeQuery(query, options)),
    streamQuery: (query, size, options) => connection.streamQuery(query, size, options),
  };
}

/** Does again what another connection kept from being done: nothing of it was. */
async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + BUSY_MS;
  while (true) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      await shortPause();
    }
  }
}

const shortPause = () => new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));

/** Changing the journal ignores the busy time-out when several processes open a new file together: so try again. */
async function useWriteAheadLog(database: DatabaseSync): Promise<void> {
  const deadline = Date.now() + BUSY_MS;
  while (true) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      await shortPause();
    }
  }
}

/** Whether SQLite said that another connection holds the file. */
export function isBusy(error: unknown): boolean {
  const code = (error as {errcode?: number}).errcode;
  return code !== undefined && (code & 0xff) === 5;
}
