import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {openAccess} from "../../../src/access/access.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import type {OpenDesk} from "../../../src/channels/chat/desk.ts";
import type {Incoming, RemoteFile, Taken} from "../../../src/channels/chat/incoming.ts";
import {openDesk} from "../../../src/channels/chat/open_desk.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import {loadConfig} from "../../../src/config.ts";
import {deliveryOf} from "../../../src/store/deliveries.ts";
import {putInstallation} from "../../../src/store/installations.ts";
import {ensureWorkspace} from "../../../src/store/store.ts";
import {type StoredTurn, turnById} from "../../../src/store/turns.ts";
import {type Board, newBoard} from "./board.ts";

export const PENGUINS = join(import.meta.dirname, "../../../samples/penguins.json");
export const ANSWERED_MS = 300_000;

/** One process of a service that offers a board. */
export interface Process {
  service: OpenService;
  desk: OpenDesk;
  close(): Promise<void>;
}

/** A service on one store, as one or several processes, with a board that all of them post to. */
export interface PlaceOfWork {
  board: Board;
  home: string;
  notes: string[];
  open(options?: {works?: boolean; delivers?: boolean; leaseMs?: number}): Promise<Process>;
  close(): Promise<void>;
}

export function placeOfWork(environment: Record<string, string> = {}): PlaceOfWork {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-chat-"));
  const board = newBoard();
  const opened: Process[] = [];
  const notes: string[] = [];
  return {
    board,
    home,
    notes,
    async open({works = true, delivers = true, leaseMs = 15_000} = {}) {
      const settings = {
        TABLETALK_HOME: home,
        TABLETALK_MODEL: "offline",
        TZ: "UTC",
        TABLETALK_LEASE_MS: String(leaseMs),
        ...environment,
      };
      const onNote = (text: string) => void notes.push(text);
      const service = await openService(loadConfig({}, settings), {onNote});
      const access = await openAccess(service.store, await openSecrets(home, {}));
      const desk = openDesk({service, access, settings: {largestFile: 2_000_000}, onNote});
      if (delivers) desk.addPlatform(board.platform());
      if (works) await service.startWorking();
      const process: Process = {
        service,
        desk,
        async close() {
          opened.splice(opened.indexOf(process), 1);
          await desk.close();
          await service.close();
        },
      };
      opened.push(process);
      return process;
    },
    async close() {
      await Promise.all([...opened].map((one) => one.close()));
      rmSync(home, {recursive: true, force: true});
    },
  };
}

/** Installs the board for a workspace. */
export async function install({service}: Process, installation: string, workspace: string): Promise<void> {
  await ensureWorkspace(service.store, workspace);
  await putInstallation(service.store, {platform: "board", installation, workspace, isOwn: false});
}

let said = 0;
/** What somebody says on the board. */
export function says(
  text: string,
  {
    installation = "T1",
    channel = "general",
    by = "ann",
    ...rest
  }: Partial<Incoming> & {
    installation?: string;
    channel?: string;
    thread?: string;
    by?: string;
    audience?: "one" | "several";
  } = {},
): Incoming {
  said += 1;
  const {thread, audience = "several", ...given} = rest;
  return {
    place: {platform: "board", installation, channel, audience, ...(thread !== undefined && {thread})},
    person: {id: by, name: by, rank: "member"},
    messageId: `m${said}`,
    text,
    addressed: "mention",
    named: [],
    files: [],
    target: {channel},
    ...given,
  };
}

/** A file as the board tells of it. */
export function sent(board: Board, name: string, content: string | Buffer | Error): RemoteFile {
  const id = `f${board.files.size + 1}`;
  const bytes = content instanceof Error ? content : Buffer.from(content);
  board.files.set(id, bytes);
  return {id, name, bytes: bytes instanceof Error ? 100 : bytes.length};
}

/** Waits until something is so. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<Awaited<T>>> {
  const end = Date.now() + ANSWERED_MS;
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<Awaited<T>>;
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The turn of what was taken, once its answer has arrived (or never will). */
export async function answered({service}: Process, taken: Taken): Promise<StoredTurn & {delivered: string}> {
  if (taken.state !== "kept" && taken.state !== "repeated") throw new Error(JSON.stringify(taken));
  const {workspace, message} = taken;
  const own = service.store.within(workspace);
  const delivered = await until("an answer", async () => {
    const delivery = await deliveryOf(own, {workspace, message});
    return delivery?.state === "done" || delivery?.state === "failed" ? delivery.state : undefined;
  });
  const {turn} = (await service.inbox.state(workspace, message))!;
  return {...(await turnById(own, workspace, turn!))!, delivered};
}
