import type {Access} from "../../access/access.ts";
import {openConnection} from "../../access/connections.ts";
import type {Principal} from "../../access/principal.ts";
import {writeDatabaseTable} from "../../data/write_database/write_table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Reach} from "../../models/reach.ts";
import type {WrittenTable} from "../../workflows/node_parts.ts";
import {reachableDatabase} from "../database_reach.ts";

/**
 * Writes a table over a kept connection that is marked for it.
 * @throws TabletalkError refused where it is not marked, or its address may not be called
 */
export async function writeOverConnection(
  access: Access,
  principal: Principal,
  idOrName: string,
  written: WrittenTable,
  {reach, signal}: {reach: Reach; signal: AbortSignal},
): Promise<number> {
  const {connection, url} = await openConnection(access, principal, idOrName);
  if (!connection.writable)
    throw new TabletalkError(
      "refused",
      `The connection ${connection.name} is for reading alone.`,
      connection.person === null
        ? "Have an owner mark it for writing, or take one of your own."
        : "Mark it for writing.",
    );
  if (url.startsWith("{"))
    throw new TabletalkError(
      "bad_use",
      `The connection ${connection.name} is to a web service.`,
      "Post to it with a node of the kind export.http.",
    );
  return writeDatabaseTable(await reachableDatabase(url, reach), written, signal);
}
