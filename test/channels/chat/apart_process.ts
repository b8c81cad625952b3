/** The process that `apart.ts` starts: a desk whose board is in the process that started it. */
import {openAccess} from "../../../src/access/access.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import type {Incoming} from "../../../src/channels/chat/incoming.ts";
import {openDesk} from "../../../src/channels/chat/open_desk.ts";
import type {ChatPlatform} from "../../../src/channels/chat/platform.ts";
import {openService} from "../../../src/channels/open_service.ts";
import {loadConfig} from "../../../src/config.ts";

const asked = new Map<number, (result: unknown) => void>();
let number = 0;
const ask = (question: object): Promise<unknown> => {
  number += 1;
  const id = number;
  return new Promise((resolve) => {
    asked.set(id, resolve);
    process.send!({...question, id});
  });
};

const platform: ChatPlatform = {
  name: "board",
  capabilities: {
    nativeTable: false,
    nativeChart: false,
    image: false,
    buttons: true,
    files: false,
    maxTextLength: 4000,
  },
  openReply({message, installation, target, once}) {
    const {channel} = target as {channel: string};
    const put = (kind: string, document?: object) =>
      once(
        kind,
        () =>
          ask({
            kind: "post",
            post: {mark: `${message} ${kind}`, kind, message, installation, channel, views: [], document},
          }),
        async () => (await ask({kind: "find", mark: `${message} ${kind}`})) ?? undefined,
      );
    return {
      begin: async () => void (await put("status")),
      async progress() {},
      finish: async ({summary}) => void (await put("answer", {summary, parts: [], actions: []})),
    };
  },
  async fetchFile() {},
};

const config = loadConfig();
const service = await openService(config);
const access = await openAccess(service.store, await openSecrets(config.home, {}));
const desk = openDesk({service, access, settings: {largestFile: 1_000_000}});
desk.addPlatform(platform);
await service.startWorking();
process.on("message", async (told: {id: number; incoming?: Incoming; result?: unknown}) => {
  if (told.incoming) process.send!({kind: "taken", id: told.id, taken: await desk.take(told.incoming)});
  else asked.get(told.id)?.(told.result);
});
process.on("disconnect", () => process.exit());
process.send!({kind: "ready"});
