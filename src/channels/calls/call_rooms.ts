import type {AgentDispatchClient, RoomServiceClient} from "livekit-server-sdk";
import {TabletalkError} from "../../errors.ts";
import {AGENT_NAME, type CallJob} from "./call.ts";
import type {CallSettings} from "./settings.ts";

/** How long a room waits for the first to come: as long as a token is good to join, and a little more. */
const EMPTY_SECONDS = 11 * 60;
/** How long it stays when the last has left: whoever lost their connection comes back. */
const DEPARTURE_SECONDS = 90;
/** People and the agent. */
const MOST_IN_ROOM = 12;
const REQUEST_SECONDS = 5;
/** `ParticipantInfo.Kind.AGENT` of livekit_models.proto, which the SDK does not hand on. */
const AGENT_KIND = 4;
/** `JobStatus.JS_RUNNING` of livekit_agent.proto; before it there is only that it waits. */
const RUNNING_STATUS = 1;

/** The rooms of calls, at LiveKit's server. Everything throws TabletalkError unavailable where that cannot be reached. */
export interface CallRooms {
  /** Makes a room, and sends the agent there. Leaves nothing half-made. */
  open(room: string, job: CallJob): Promise<void>;
  /** Sends an agent to a room, in the place of any that was sent before; `keep`: beside it, as it may live yet. */
  sendAgent(room: string, job: CallJob, options?: {keep: boolean}): Promise<void>;
  /** Whether an agent that was sent is about to come: a worker took it on, less than so many milliseconds ago. */
  isComing(room: string, withinMs: number): Promise<boolean>;
  /** Ends a room for all that are in it. Nothing where it is gone already. */
  close(room: string): Promise<void>;
  /** The rooms that are open, by name. */
  names(): Promise<string[]>;
  /** Puts somebody out of a room. Nothing where they are gone already. */
  remove(room: string, identity: string): Promise<void>;
  /** Who is in a room; undefined where it is gone. */
  inRoom(room: string): Promise<{people: string[]; agents: string[]} | undefined>;
}

export function callRooms(settings: CallSettings): CallRooms {
  let made: Promise<{rooms: RoomServiceClient; agents: AgentDispatchClient}> | undefined;
  const clients = () => {
    made ??= import("livekit-server-sdk").then(({RoomServiceClient, AgentDispatchClient}) => {
      const host = settings.url.replace(/^ws/, "http");
      const given = [host, settings.key, settings.secret] as const;
      const options = {requestTimeout: REQUEST_SECONDS, failover: false};
      return {
        rooms: new RoomServiceClient(...given, options),
        agents: new AgentDispatchClient(...given, options),
      };
    });
    return made;
  };
  const close = async (room: string): Promise<void> => {
    const {rooms} = await clients();
    await asked(() => rooms.deleteRoom(room).catch(orGone));
  };

  return {
    close,
    async open(room, job) {
      const {rooms, agents} = await clients();
      try {
        await asked(() =>
          rooms.createRoom({
            name: room,
            emptyTimeout: EMPTY_SECONDS,
            departureTimeout: DEPARTURE_SECONDS,
            maxParticipants: MOST_IN_ROOM,
          }),
        );
        await asked(() => agents.createDispatch(room, AGENT_NAME, {metadata: JSON.stringify(job)}));
      } catch (error) {
        await close(room).catch(() => {});
        throw error;
      }
    },
    async sendAgent(room, job, {keep} = {keep: false}) {
      const {agents} = await clients();
      await asked(async () => {
        // LiveKit ends the jobs of what is taken away.
        const before = keep ? [] : await agents.listDispatch(room);
        for (const {id, agentName} of before)
          if (agentName === AGENT_NAME) await agents.deleteDispatch(id, room).catch(orGone);
        await agents.createDispatch(room, AGENT_NAME, {metadata: JSON.stringify(job)});
      });
    },
    async isComing(room, withinMs) {
      const {agents} = await clients();
      const sent = await asked(() => agents.listDispatch(room).catch(orGone));
      return (sent ?? []).some(({agentName, state}) => {
        const isTaken = state?.jobs.some((job) => Number(job.state?.status ?? 0) <= RUNNING_STATUS) ?? false;
        const ageMs = Date.now() - Number(state?.createdAt ?? 0n) / 1e6;
        return agentName === AGENT_NAME && isTaken && ageMs < withinMs;
      });
    },
    async names() {
      const {rooms} = await clients();
      return (await asked(() => rooms.listRooms())).map(({name}) => name);
    },
    async remove(room, identity) {
      const {rooms} = await clients();
      await asked(() => rooms.removeParticipant(room, identity).catch(orGone));
    },
    async inRoom(room) {
      const {rooms} = await clients();
      const {ParticipantInfo_State: states} = await import("livekit-server-sdk");
      const found = await asked(() => rooms.listParticipants(room).catch(orGone));
      if (!found) return undefined;
      const here = found.filter(({state}) => state !== states.DISCONNECTED);
      const named = (isAgent: boolean) =>
        here.filter(({kind}) => (Number(kind) === AGENT_KIND) === isAgent).map(({identity}) => identity);
      return {people: named(false), agents: named(true)};
    },
  };
}

/** Of something that is not there any more there is nothing left to do. */
function orGone(error: unknown): undefined {
  if (statusOf(error) !== 404) throw error;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "status" in error && typeof error.status === "number"
    ? error.status
    : undefined;
}

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const status = statusOf(error);
    if (status === 401 || status === 403)
      throw new TabletalkError(
        "unavailable",
        "Calls do not work now: LiveKit's server does not take our key.",
        "Whoever runs Tabletalk sets LIVEKIT_API_KEY and LIVEKIT_API_SECRET to a key of that server.",
        {cause: error},
      );
    throw new TabletalkError(
      "unavailable",
      status === undefined
        ? "Calls do not work now: LiveKit's server cannot be reached."
        : "Calls do not work now: LiveKit's server refused what was asked of it.",
      "Try again in a moment; whoever runs Tabletalk sees to it that LiveKit runs at LIVEKIT_URL.",
      {cause: error},
    );
  }
}
