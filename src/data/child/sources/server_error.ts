import {TabletalkError} from "../../../errors.ts";
import type {DatabaseUrl} from "../../database_url.ts";
import type {ReceiptEntry} from "../../dataset.ts";

interface ServerError extends Error {
  code?: string;
  errors?: readonly ServerError[];
}

/** What a server or the way to it said, as an error that a person can act on and that never holds the password. */
export function serverError(thrown: unknown, url: DatabaseUrl, doing: "read" | "write" = "read"): Error {
  if (thrown instanceof TabletalkError) return thrown;
  const error = thrown as ServerError;
  const code = String(error.code ?? error.errors?.[0]?.code ?? "");
  const message = masked((error.message || error.errors?.[0]?.message || code).split("\n")[0] ?? "", url);
  const place = `${url.host}:${url.port}`;
  const isRead = doing === "read";
  const wrong = (what: string, next: string): TabletalkError =>
    new TabletalkError(isRead ? "no_data" : "bad_file", what, next);
  const away = (what: string, next: string): TabletalkError =>
    new TabletalkError(isRead ? "no_data" : "unavailable", what, next);
  if (["ECONNREFUSED", "ECONNRESET", "EPIPE", "CONNECTION_CLOSED"].includes(code))
    return away(
      `No database answers at ${place} (${url.shown}).`,
      "Check the host and the port, and that the server runs and lets this machine in.",
    );
  if (["ENOTFOUND", "EAI_AGAIN"].includes(code))
    return wrong(`There is no host ${url.host} (${url.shown}).`, "Check its name.");
  if (["ETIMEDOUT", "CONNECT_TIMEOUT", "EHOSTUNREACH", "ENETUNREACH"].includes(code))
    return away(
      `${place} cannot be reached (${url.shown}).`,
      "Check the host, the port, and the firewall between here and there.",
    );
  if (["28P01", "28000", "ER_ACCESS_DENIED_ERROR", "ER_ACCESS_DENIED_NO_PASSWORD_ERROR"].includes(code))
    return wrong(
      `The server at ${place} refused the user or password of ${url.shown}.`,
      "Check both; signs such as @ / : # in a password are written %40 %2F %3A %23.",
    );
  if (["3D000", "ER_BAD_DB_ERROR"].includes(code))
    return wrong(`The server at ${place} has no database ${url.database}.`, "Check its name.");
  if (
    [
      "42501",
      "ER_TABLEACCESS_DENIED_ERROR",
      "ER_DBACCESS_DENIED_ERROR",
      "ER_COLUMNACCESS_DENIED_ERROR",
    ].includes(code)
  )
    return wrong(
      `The user of ${url.shown} may not ${doing} it: ${message}.`,
      `Ask for the right to ${isRead ? "SELECT" : "CREATE, INSERT and DROP"}.`,
    );
  if (["57014", "ER_STATEMENT_TIMEOUT", "ER_QUERY_TIMEOUT"].includes(code))
    return new TabletalkError(
      "time_limit",
      `${isRead ? "Reading" : "Writing to"} ${url.shown} took too long and was stopped.`,
      isRead ? "Name fewer tables with ?table=, or fewer rows with ?limit=100000." : "Write fewer rows.",
    );
  if (/out of memory|bad.alloc|allocation fail/i.test(message)) return error;
  if (!isRead)
    return wrong(
      `${url.shown} did not take the table: ${message}.`,
      "Check its columns, and that a client of the database can write there.",
    );
  return wrong(
    `${url.shown} cannot be read: ${message}.`,
    "Check that a client of the database can read it.",
  );
}

/** Whether an error is about one table or view, so that the others can still be read. */
export function concernsOneTable(thrown: unknown): boolean {
  const code = String((thrown as ServerError).code ?? "");
  // Postgres: anything but a lost connection, a shutdown, or too little of something.
  return (
    /^(?!08|57P|53)[0-9A-Z]{5}$/.test(code) || (/^ER_/.test(code) && !/SERVER_SHUTDOWN|CONNECTION/.test(code))
  );
}

/** What the receipt says of a table or view that could not be read. */
export function skippedTable(
  table: {name: string; view: boolean},
  thrown: unknown,
  url: DatabaseUrl,
): ReceiptEntry {
  const message = masked(((thrown as Error).message ?? "").split("\n")[0] ?? "", url);
  return {
    kind: "skipped",
    message: `The ${table.view ? "view" : "table"} ${table.name} was left out: ${message}.`,
    count: 1,
    examples: [table.name],
    doubt: true,
  };
}

/** All tables were left out. */
export const noneRead = (url: DatabaseUrl, entries: readonly ReceiptEntry[]): TabletalkError =>
  new TabletalkError(
    "no_data",
    `${url.shown} has no table that could be read. ${entries[0]?.message ?? ""}`.trim(),
    "Check that the user may read its tables.",
  );

function masked(message: string, {password}: DatabaseUrl): string {
  return password
    ? message.replaceAll(password, "***").replaceAll(encodeURIComponent(password), "***")
    : message;
}
