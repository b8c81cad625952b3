import type {Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Reach} from "../../models/reach.ts";
import type {OpenedService} from "../node_parts.ts";
import {callService, serviceUrl} from "./call_service.ts";
import {columnsBeside} from "./columns_beside.ts";
import {atPath} from "./json_path.ts";

/** The most that is taken of one answer, and of all pages together, in bytes; and the most rows. */
const MOST_PAGE_BYTES = 50 * 2 ** 20;
const MOST_BYTES = 200 * 2 ** 20;
const MOST_ROWS = 1_000_000;

/** How rows are asked for. */
export interface RowsWanted {
  url: string;
  rows?: string | undefined;
  next?: string | undefined;
  page?: {parameter: string; from: number} | undefined;
  mostPages: number;
}

/**
 * All rows of a web service, page after page: by the address that each page gives of the next, or by number until a page is
 * empty; with the columns that it names beside them. Secret headers go to the connection's own host alone.
 * @throws TabletalkError refused for an address that may not be called; bad_file for an answer without rows; limit_reached
 */
export async function fetchRows(
  wanted: RowsWanted,
  options: {service: OpenedService | undefined; reach: Reach; signal: AbortSignal},
): Promise<{rows: Record<string, unknown>[]; pages: number; columns: Column[] | undefined}> {
  const rows: Record<string, unknown>[] = [];
  const seen = new Set<string>();
  let columns: Column[] | undefined;
  let bytes = 0;
  let number = wanted.page?.from ?? 0;
  let at: string | undefined = withPage(serviceUrl(wanted.url, options.service), wanted.page, number);
  for (let pages = 0; ; ) {
    if (pages === wanted.mostPages) throw tooMuch(`${pages} pages`, "Ask for less, or allow more pages.");
    seen.add(at);
    const {json, size, url} = await callJson(at, options);
    pages += 1;
    bytes += size;
    const found = rowsAt(json, wanted.rows, url);
    rows.push(...found);
    columns ??= columnsBeside(json, wanted.rows);
    if (bytes > MOST_BYTES) throw tooMuch(`${MOST_BYTES / 2 ** 20} MB`, "Ask for less: a shorter period.");
    if (rows.length > MOST_ROWS) throw tooMuch(`${MOST_ROWS} rows`, "Ask for less: a shorter period.");
    number += 1;
    if (wanted.page)
      at =
        found.length === 0
          ? undefined
          : withPage(serviceUrl(wanted.url, options.service), wanted.page, number);
    else at = nextOf(json, wanted.next, url);
    // A service that leads round in a circle has no more pages.
    if (at === undefined || seen.has(at)) return {rows, pages, columns};
  }
}

async function callJson(
  at: string,
  {service, reach, signal}: {service: OpenedService | undefined; reach: Reach; signal: AbortSignal},
): Promise<{json: unknown; size: number; url: string}> {
  const {text, url} = await callService(at, {
    method: "GET",
    headers: {accept: "application/json"},
    mostBytes: MOST_PAGE_BYTES,
    service,
    reach,
    signal,
  });
  try {
    return {json: JSON.parse(text), size: text.length, url};
  } catch (error) {
    throw new TabletalkError(
      "bad_file",
      `${shownUrl(url)} did not answer with JSON: ${JSON.stringify(text.slice(0, 80))}.`,
      "Check the address: a page for people is not for programs.",
      {cause: error},
    );
  }
}

function rowsAt(json: unknown, path: string | undefined, url: string): Record<string, unknown>[] {
  const found = atPath(json, path);
  if (!Array.isArray(found)) {
    const names = json !== null && typeof json === "object" && !Array.isArray(json) ? Object.keys(json) : [];
    throw new TabletalkError(
      "bad_file",
      `${shownUrl(url)} has no list of rows at ${path === undefined ? "its top" : JSON.stringify(path)}.`,
      names.length > 0
        ? `Set "rows"; at the top there are: ${names.slice(0, 20).join(", ")}.`
        : 'Set "rows".',
    );
  }
  return found.map((row: unknown) =>
    row !== null && typeof row === "object" && !Array.isArray(row)
      ? (row as Record<string, unknown>)
      : {value: row},
  );
}

function nextOf(json: unknown, path: string | undefined, url: string): string | undefined {
  const next = path === undefined ? undefined : atPath(json, path);
  if (typeof next !== "string" || next === "") return undefined;
  return new URL(next, url).href;
}

function withPage(url: string, page: RowsWanted["page"], number: number): string {
  if (!page) return url;
  const paged = new URL(url);
  paged.searchParams.set(page.parameter, String(number));
  return paged.href;
}

/** Without what may be secret in it. */
export const shownUrl = (url: string): string => {
  const {origin, pathname} = new URL(url);
  return `${origin}${pathname}`;
};

const tooMuch = (what: string, next: string): TabletalkError =>
  new TabletalkError("limit_reached", `There is more than ${what}.`, next);
