import {randomUUID} from "node:crypto";
import {setTimeout as pause} from "node:timers/promises";
import type {CallRooms} from "../channels/calls/call_rooms.ts";
import {BEAT_MS, hasEnded} from "../channels/calls/keep_call.ts";
import {type KeptRow, keptCalls, tendCall, tryWriting} from "../store/call_keeping.ts";
import {callByRoom, emptyCallConversations, endCall, isAwaited} from "../store/calls.ts";
import type {Store} from "../store/store.ts";
import {forgetConversations} from "../workspace/memory/forget.ts";

const LOOK_MS = 1_000;
/** So long it is waited for a worker to take on what was sent: a busy one does not. */
const SENT_MS = 4_000;
/** So long an agent that a worker took on may take to come; then the next is sent. */
const COMING_MS = 15_000;
/** An agent that does not beat is looked at closer after so long where it is gone; where it is in the room, after so long. */
const AWAY_MS = 1.25 * BEAT_MS;
const SILENT_MS = 8 * BEAT_MS;
/** So long it must stand still yet, after something could be written: a store that nobody can write to is no dead agent. */
const PROVED_MS = 2.25 * BEAT_MS;
/** So long a call's room may be gone: LiveKit's server was started anew, and whoever was in it comes back. */
const GONE_MS = 60_000;
/** So long after its start a call waits for whoever was given a link: as long as those are good. */
const LINKS_MS = 31 * 60_000;
/** Calls without a question are kept so long after their end, for whoever looks how it ended. */
const EMPTY_MS = 60_000;
const OURS = /^call-[0-9a-f]{36}$/;

export interface WatchParts {
  /** Sees all workspaces. */
  store: Store;
  rooms: CallRooms;
  /** Told of what could not be done; it is tried again. */
  onTrouble: (error: unknown) => void;
  /** Milliseconds that only ever grow, from any beginning. */
  now?: () => number;
}

/** What is known from one look to the next. */
export interface Watch {
  name: string;
  /** Since when rooms of open calls are gone. */
  gone: Map<string, number>;
  /** Since when the mark of a call stands still, and when something was written since, by the call's id. */
  still: Map<string, {mark: string; since: number; provedAt?: number}>;
  /** Rooms that were seen to be of calls here. */
  ours: Set<string>;
  clearedAt?: number;
}

/**
 * Looks after calls while it runs: a room with people and without a live agent gets another one (once, however many processes
 * look), a call whose room is gone for good ends, and a room whose call has ended is closed.
 */
export function watchRooms(parts: WatchParts): {close(): Promise<void>} {
  const ended = new AbortController();
  const watch = newWatch();
  const looking = (async () => {
    while (!ended.signal.aborted) {
      await lookAtRooms(parts, watch).catch(parts.onTrouble);
      // Several processes that look at once would only be in each other's way.
      await pause(LOOK_MS * (0.75 + Math.random() / 2), undefined, {signal: ended.signal}).catch(() => {});
    }
  })();
  return {
    async close() {
      ended.abort();
      await looking;
    },
  };
}

export function newWatch(): Watch {
  return {name: randomUUID(), gone: new Map(), still: new Map(), ours: new Set()};
}

/** Looks once. @throws TabletalkError unavailable where LiveKit cannot be reached: then no call is taken for ended */
export async function lookAtRooms(parts: WatchParts, watch: Watch): Promise<void> {
  const {store, rooms, now = monotonic} = parts;
  // Calls first: one that begins in between has no room that could be missed.
  const open = await keptCalls(store);
  const names = new Set(await rooms.names());
  await endGone(parts, watch, open, names);
  noteStanding(watch, open, now());
  for (const row of open) {
    watch.ours.add(row.call.room);
    if (names.has(row.call.room)) await sendWhereNeeded(parts, watch, row).catch(parts.onTrouble);
  }
  const isOpen = new Set(open.map(({call}) => call.room));
  for (const name of names) {
    if (isOpen.has(name) || !OURS.test(name)) continue;
    const call = await callByRoom(store, name);
    // Rooms of other installations on the same server are none of ours. A call that is forgotten has no row.
    const isOver = call ? call.endedAt !== null : watch.ours.has(name);
    if (isOver) await rooms.close(name).catch(parts.onTrouble);
  }
  for (const name of watch.ours) if (!isOpen.has(name) && !names.has(name)) watch.ours.delete(name);
  await forgetEmpty(parts, watch).catch(parts.onTrouble);
}

const monotonic = (): number => performance.now();

async function endGone(
  {store, now = monotonic}: WatchParts,
  {gone}: Watch,
  open: readonly KeptRow[],
  names: ReadonlySet<string>,
): Promise<void> {
  const missing = open.filter(({call}) => !names.has(call.room));
  for (const id of [...gone.keys()]) if (!missing.some(({call}) => call.id === id)) gone.delete(id);
  for (const {call} of missing) {
    const {workspace, id, startedAt} = call;
    const since = gone.get(id) ?? now();
    gone.set(id, since);
    if (now() - since < GONE_MS) continue;
    // Whoever opens their link makes the room anew.
    if (Date.now() - Date.parse(startedAt) < LINKS_MS && (await isAwaited(store, call))) continue;
    await endCall(store.within(workspace), workspace, id);
    gone.delete(id);
  }
}

function noteStanding({still}: Watch, open: readonly KeptRow[], now: number): void {
  for (const id of [...still.keys()]) if (!open.some(({call}) => call.id === id)) still.delete(id);
  for (const {call, mark} of open)
    if (still.get(call.id)?.mark !== mark) still.set(call.id, {mark, since: now});
}

async function sendWhereNeeded(
  {store, rooms, now = monotonic}: WatchParts,
  {name, still}: Watch,
  {call, holder, agent, mark}: KeptRow,
): Promise<void> {
  const seen = still.get(call.id);
  const standsMs = seen ? now() - seen.since : 0;
  if (!seen || standsMs < {agent: AWAY_MS, sent: SENT_MS, nobody: 0}[holder]) return;
  const {workspace, id, room} = call;
  const inside = await rooms.inRoom(room);
  if (!inside || inside.people.length === 0) return;
  if (standsMs < SILENT_MS) {
    const isThere = inside.agents.length > 0 && !(agent !== undefined && hasEnded(agent));
    if (isThere || (await rooms.isComing(room, COMING_MS))) return;
  }
  if (holder === "agent") {
    if (seen.provedAt === undefined) {
      await tryWriting(store, call);
      seen.provedAt = now();
    }
    if (now() - seen.provedAt < PROVED_MS) return;
  }
  if (!(await tendCall(store, call, name, mark))) return;
  // One that is there is not ended: it may live yet, and leaves by itself when the next has taken the call.
  await rooms.sendAgent(room, {workspace, call: id}, {keep: inside.agents.length > 0});
}

/** Nobody wants to find conversations in their list that nothing was said in. */
async function forgetEmpty({store, now = monotonic}: WatchParts, watch: Watch): Promise<void> {
  if (watch.clearedAt !== undefined && now() - watch.clearedAt < EMPTY_MS) return;
  watch.clearedAt = now();
  const endedBefore = new Date(Date.now() - EMPTY_MS).toISOString();
  for (const {workspace, conversation} of await emptyCallConversations(store, endedBefore))
    await forgetConversations(store.within(workspace), workspace, {
      conversations: [conversation],
      needed: "keep",
    });
}
