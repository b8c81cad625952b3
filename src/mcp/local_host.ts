import {join} from "node:path";
import type {Access} from "../access/access.ts";
import type {OpenService} from "../channels/open_service.ts";
import type {Config} from "../config.ts";
import type {McpHost, McpSettings} from "./host.ts";

/** The workspace of whoever sits at this machine. */
export const WORKSPACE = "terminal";

/** A host of one person at this machine: its service is opened by the first call that needs it. */
export interface LocalHost extends McpHost {
  close(): Promise<void>;
}

/** @param settings which folders may be imported from, and which files are there from the start */
export function createLocalHost(
  config: Config,
  settings: Pick<McpSettings, "roots" | "files" | "publicUrl">,
  onNote?: (text: string) => void,
): LocalHost {
  let service: Promise<OpenService> | undefined;
  let access: Promise<Access> | undefined;
  const all: McpSettings = {...settings, exportFolder: join(config.home, "exports")};
  const open = () => {
    service ??= (async () => {
      const [{openService}, {handleToolJobs, workOnDemand}] = await Promise.all([
        import("../channels/open_service.ts"),
        import("./tool_jobs.ts"),
      ]);
      const opened = await openService(config, {...(onNote && {onNote})});
      handleToolJobs(opened, () => host.access(), all);
      await workOnDemand(opened, WORKSPACE);
      return opened;
    })();
    return service;
  };
  const host: LocalHost = {
    config,
    settings: all,
    service: open,
    access() {
      access ??= (async () => {
        const [{issuersOf, openAccess}, {openSecrets}, {store}] = await Promise.all([
          import("../access/access.ts"),
          import("../access/secret.ts"),
          open(),
        ]);
        return openAccess(store, await openSecrets(config.home), issuersOf());
      })();
      return access;
    },
    async close() {
      await service?.then((one) => one.close()).catch(() => {});
    },
  };
  return host;
}
