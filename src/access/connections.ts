import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {
  addConnection as addStored,
  connectionId,
  connectionsFor,
  markWritable,
  removeConnection as removeStored,
  resealConnection,
  type StoredConnection,
  sealedConnection,
} from "../store/connections.ts";
import type {Access} from "./access.ts";
import {demand} from "./permissions.ts";
import type {Principal} from "./principal.ts";
import {isSealedWithOlder, seal, unseal} from "./seal.ts";

export const connectionSchema = z.strictObject({
  name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u, "letters, digits, spaces, dots, dashes"),
  /** `postgres://user:password@host/name`, with its own or everybody's credentials; or a web service's `https://…`. */
  url: z.string().min(1).max(2000),
  /** Everybody's in the workspace, with these credentials; else one's own. Owners make these. */
  shared: z.boolean().default(false),
  /** Runs of workflows may write to it, too; else it is read from alone. */
  writable: z.boolean().default(false),
  /** Of a web service: what is sent with every call, such as an Authorization header. Sealed, and never shown. */
  headers: z
    .record(
      z.string().regex(/^[A-Za-z0-9-]{1,100}$/),
      z
        .string()
        .min(1)
        .max(4000)
        .regex(/^[\x20-\x7e]+$/),
    )
    .optional(),
});

/** A connection opened to read from. */
export interface OpenedConnection {
  connection: StoredConnection;
  /** With its password: for connecting, and nothing else. */
  url: string;
  /**
   * Who may see what comes over it, unless they say otherwise: over one's own credentials comes what perhaps nobody else may
   * read.
   */
  visibility: {visibility: "workspace" | "private"; owner: string | null};
}

/** A web service opened to call. */
export interface OpenedWebService {
  url: string;
  headers: Record<string, string>;
  writable: boolean;
  /** It is somebody's own: what comes over it is for nobody else. */
  isPrivate: boolean;
}

const PROTOCOLS = ["postgres:", "postgresql:", "mysql:", "mariadb:"];

/** Keeps a connection to a database, sealed. @throws TabletalkError bad_use, forbidden; conflict where the name is taken */
export async function addConnection(
  access: Access,
  principal: Principal,
  input: z.input<typeof connectionSchema>,
): Promise<StoredConnection> {
  const {name, url, shared, writable, headers} = connectionSchema.parse(input);
  demand(principal, shared ? "connections.write_shared" : "connections.write");
  const {workspace} = principal;
  const person = shared ? null : ownerOf(principal);
  const id = connectionId();
  const shown = isWeb(url) ? shownService(url) : shownUrl(url);
  if (headers && !isWeb(url))
    throw new TabletalkError(
      "bad_use",
      "A database takes no headers.",
      "Leave them away, or write https://….",
    );
  const connection = {id, name, person, shown, writable, createdBy: principal.actor};
  const text = isWeb(url) ? JSON.stringify({url, headers: headers ?? {}}) : url;
  const sealed = seal(access.secrets, text, placeOf(workspace, id));
  if (!(await addStored(access.store, workspace, {...connection, sealed})))
    throw new TabletalkError("conflict", `There is a connection ${name} already.`, "Take another name.");
  return {...connection, createdAt: new Date().toISOString()};
}

/** The connections that whoever asks may use: the shared ones and their own. */
export async function listConnections(access: Access, principal: Principal): Promise<StoredConnection[]> {
  demand(principal, "connections.read");
  return connectionsFor(access.store, principal.workspace, principal.person);
}

/**
 * Opens a connection by its id or name: of two of a name, one's own. Others' own connections are not there.
 * @throws TabletalkError not_found; store_failed where the secret that sealed it is gone
 */
export async function openConnection(
  access: Access,
  principal: Principal,
  idOrName: string,
): Promise<OpenedConnection> {
  demand(principal, "datasets.write");
  const {store, secrets} = access;
  const {workspace} = principal;
  const connection = await findConnection(access, principal, idOrName);
  const sealed = await sealedConnection(store, workspace, connection.id);
  if (sealed === undefined) throw unknown();
  const place = placeOf(workspace, connection.id);
  const url = unseal(secrets, sealed, place);
  if (isSealedWithOlder(secrets, sealed))
    await resealConnection(store, workspace, connection.id, {sealed: seal(secrets, url, place)});
  const {person} = connection;
  return {connection, url, visibility: {visibility: person ? "private" : "workspace", owner: person}};
}

/**
 * Opens a connection to a web service.
 * @throws TabletalkError not_found; bad_use for a database; store_failed where the secret that sealed it is gone
 */
export async function openService(
  access: Access,
  principal: Principal,
  idOrName: string,
): Promise<OpenedWebService> {
  const {connection, url: text, visibility} = await openConnection(access, principal, idOrName);
  if (!text.startsWith("{"))
    throw new TabletalkError(
      "bad_use",
      `The connection ${connection.name} is to a database.`,
      "Name one to a web service: its address begins with https://.",
    );
  const {url, headers} = z
    .object({url: z.string(), headers: z.record(z.string(), z.string())})
    .parse(JSON.parse(text));
  const isPrivate = visibility.visibility === "private";
  return {url, headers, writable: connection.writable, isPrivate};
}

/** Says whether runs of workflows may write over a connection. @throws TabletalkError not_found, forbidden */
export async function allowWriting(
  access: Access,
  principal: Principal,
  idOrName: string,
  writable: boolean,
): Promise<void> {
  const connection = await findConnection(access, principal, idOrName);
  demand(principal, connection.person === null ? "connections.write_shared" : "connections.write");
  await markWritable(access.store, principal.workspace, connection.id, writable);
}

/** Puts another address (a changed password) in the place of a connection's. */
export async function changeConnection(
  access: Access,
  principal: Principal,
  idOrName: string,
  url: string,
): Promise<void> {
  const connection = await findConnection(access, principal, idOrName);
  demand(principal, connection.person === null ? "connections.write_shared" : "connections.write");
  const {workspace} = principal;
  if (isWeb(url) || isWeb(connection.shown))
    throw new TabletalkError(
      "bad_use",
      "The address of a web service does not change.",
      "Forget the connection, and make it anew with its headers.",
    );
  const sealed = seal(access.secrets, url, placeOf(workspace, connection.id));
  await resealConnection(access.store, workspace, connection.id, {sealed, shown: shownUrl(url)});
}

/** Forgets a connection; what was imported over it stays. @throws TabletalkError not_found, forbidden */
export async function forgetConnection(
  access: Access,
  principal: Principal,
  idOrName: string,
): Promise<void> {
  const connection = await findConnection(access, principal, idOrName);
  demand(principal, connection.person === null ? "connections.write_shared" : "connections.write");
  if (!(await removeStored(access.store, principal.workspace, connection.id))) throw unknown();
}

async function findConnection(
  access: Access,
  principal: Principal,
  idOrName: string,
): Promise<StoredConnection> {
  const all = await listConnections(access, principal);
  const found = all.find((one) => one.id === idOrName) ?? all.find((one) => one.name === idOrName);
  if (!found) throw unknown();
  return found;
}

function ownerOf({person}: Principal): string {
  if (person !== undefined) return person;
  throw new TabletalkError(
    "bad_use",
    "Nobody is there whose connection it could be.",
    "Link your account to a member, or have an owner add a shared connection.",
  );
}

/** The address without user's password and options. @throws TabletalkError bad_use, without the address */
function shownUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !PROTOCOLS.includes(url.protocol) || !url.hostname || url.pathname.length < 2)
    throw new TabletalkError(
      "bad_use",
      "That is not the address of a database.",
      "Write it as postgres://user:password@host:5432/name or mysql://…; @ / : # in a password are %40 %2F %3A %23.",
    );
  const user = url.username ? `${url.username}@` : "";
  return `${url.protocol}//${user}${url.host}${url.pathname}`;
}

const isWeb = (url: string): boolean => /^https?:/i.test(url);

/** The address of a web service: nothing secret stands in it. @throws TabletalkError bad_use */
function shownService(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Without encryption its secrets would be anybody's on the way.
  const isSafe =
    url?.protocol === "https:" || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url?.hostname ?? "");
  if (url && isSafe && !url.username && !url.password && !url.search) return url.href;
  throw new TabletalkError(
    "bad_use",
    "That is not the address of a web service.",
    "Write it as https://api.example.com/v1, with what is secret in its headers.",
  );
}

function placeOf(workspace: string, id: string): string[] {
  return [workspace, "connections", id];
}

function unknown(): TabletalkError {
  return new TabletalkError("not_found", "There is no such connection.", "List the connections.");
}
