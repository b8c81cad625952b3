import {TabletalkError} from "../errors.ts";

/** A database on a server, as a URL names it. */
export interface DatabaseUrl {
  system: "postgres" | "mysql";
  host: string;
  port: number;
  database: string;
  user?: string;
  password?: string;
  /** Whether the connection must be encrypted, and the server's name checked. */
  encryption: "prefer" | "require" | "verify";
  schema?: string;
  /** Only these tables. */
  tables?: string[];
  /** At most this many rows of each. */
  limit?: number;
  /** The URL as it may be shown: without the password. */
  shown: string;
}

const SCHEMES: Record<string, DatabaseUrl["system"]> = {
  "postgres:": "postgres",
  "postgresql:": "postgres",
  "mysql:": "mysql",
  "mariadb:": "mysql",
};
const OPTIONS = ["table", "tables", "schema", "limit", "sslmode", "ssl-mode", "ssl"];

/** Whether a text names a database on a server. */
export const isDatabaseUrl = (text: string): boolean =>
  /^(postgres(ql)?|mysql|mariadb):\/\//i.test(text.trim());

/** A text as it may be shown and kept: the password in a URL is masked. */
export const withoutPassword = (text: string): string =>
  text
    .replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):.*@(?=[^@]*$)/i, "$1:***@")
    .replace(/([?&][^=&]*(?:pass|pwd|secret|token)[^=&]*=)[^&]*/gi, "$1***");

/**
 * Reads a URL such as postgres://user:password@host:5432/name?table=orders. A password may stand in PGPASSWORD or
 * MYSQL_PWD instead.
 * @throws TabletalkError bad_use, without the password
 */
export function readDatabaseUrl(text: string, environment: NodeJS.ProcessEnv = process.env): DatabaseUrl {
  const shown = withoutPassword(text.trim());
  const wrong = (why: string, next: string): TabletalkError =>
    new TabletalkError("bad_use", `${shown} names no database: ${why}.`, next);
  const example =
    "Write it as postgres://user:password@host:5432/name or mysql://user:password@host:3306/name.";
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw wrong(
      "it is no whole URL",
      `${example} Signs such as @ / : # in a password are written %40 %2F %3A %23.`,
    );
  }
  const system = SCHEMES[url.protocol.toLowerCase()];
  if (!system) throw wrong("only postgres and mysql are known", example);
  const database = decodeURIComponent(url.pathname.replace(/^\//, ""));
  if (!url.hostname) throw wrong("the host is missing", example);
  if (!database || database.includes("/")) throw wrong("the database's name is missing", example);
  const unknown = [...url.searchParams.keys()].find((key) => !OPTIONS.includes(key));
  if (unknown)
    throw wrong(`there is no option ${unknown}`, `These are there: ${OPTIONS.slice(0, 5).join(", ")}.`);
  const given = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const mode = (given("sslmode") ?? given("ssl-mode") ?? given("ssl") ?? "prefer").toLowerCase();
  const limit = given("limit") === undefined ? undefined : Number(given("limit"));
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw wrong("limit is no whole number above 0", "Write it as ?limit=100000.");
  const tables = [...url.searchParams.getAll("table"), ...url.searchParams.getAll("tables")]
    .flatMap((list) => list.split(","))
    .map((name) => name.trim())
    .filter(Boolean);
  const password =
    decodeURIComponent(url.password) ||
    (system === "postgres" ? environment.PGPASSWORD : environment.MYSQL_PWD);
  const schema = given("schema");
  return {
    system,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (system === "postgres" ? 5432 : 3306),
    database,
    ...(url.username && {user: decodeURIComponent(url.username)}),
    ...(password && {password}),
    encryption: /verify/.test(mode)
      ? "verify"
      : /^(require|required|true|1)$/.test(mode)
        ? "require"
        : "prefer",
    ...(schema && {schema}),
    ...(tables.length > 0 && {tables}),
    ...(limit && {limit}),
    shown,
  };
}
