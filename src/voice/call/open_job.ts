import {z} from "zod";
import {type Access, openAccess} from "../../access/access.ts";
import {openSecrets} from "../../access/secret.ts";
import type {Call} from "../../channels/calls/call.ts";
import {type OpenService, openService} from "../../channels/open_service.ts";
import {loadConfig} from "../../config.ts";
import {TabletalkError} from "../../errors.ts";
import {callById} from "../../store/calls.ts";

/** What a process that holds a call has open. */
export interface JobParts {
  service: OpenService;
  access: Access;
}

const jobSchema = z.object({workspace: z.string().min(1), call: z.string().min(1)});

/** Opens the same state as `tabletalk serve`, by the settings of the environment. */
export async function openJob(onNote: (text: string) => void): Promise<JobParts> {
  const config = loadConfig();
  const service = await openService(config, {onNote});
  const access = await openAccess(service.store, await openSecrets(config.home), []);
  return {service, access};
}

/**
 * The call that a job is of, as the store knows it.
 * @param metadata what was sent with the job
 * @throws TabletalkError refused for a job of no call, of one that has ended, or of another room
 */
export async function callOfJob(
  {service}: Pick<JobParts, "service">,
  metadata: string,
  room: string | undefined,
): Promise<Call> {
  const parsed = jobSchema.safeParse(jsonOf(metadata));
  const call = parsed.success
    ? await callById(service.store, parsed.data.workspace, parsed.data.call)
    : undefined;
  if (!call) throw refused("There is no such call");
  if (call.endedAt !== null) throw refused("The call has ended");
  if (call.room !== room) throw refused("The call is not of this room");
  return call;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(why: string): TabletalkError {
  return new TabletalkError("refused", `${why}: no agent joins it.`, "Start a new call.");
}
