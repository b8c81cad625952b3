/** A worker of its own process, as `tabletalk serve --no-http` starts one: says "works" once it does. */
import {openService} from "../../src/channels/open_service.ts";
import {loadConfig} from "../../src/config.ts";

const service = await openService(loadConfig(), {onNote: (text) => process.stderr.write(`${text}\n`)});
// Work that takes a while, so that workers die in the middle of it.
service.jobs.handle("chaos", async (job, {signal}) => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  signal.throwIfAborted();
  return job.input;
});
await service.startWorking();
process.stdout.write("works\n");
