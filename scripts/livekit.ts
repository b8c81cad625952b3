import {randomBytes} from "node:crypto";
import {existsSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {buildGoProgram} from "./go_program.ts";
import {cacheFolder, freePort, runServer, serverFolder, type TemporaryServer} from "./temporary_server.ts";

const MODULE = "github.com/livekit/livekit-server/cmd/server";
const VERSION = "v1.13.5";
const program = (): string => join(cacheFolder(), `program-livekit-server-${VERSION}`, "server");

/** A LiveKit server of our own on the loopback. `url` is what LIVEKIT_URL takes. */
export interface LiveKitServer extends TemporaryServer {
  key: string;
  secret: string;
}

/** Whether a LiveKit server can be started here without building one. */
export const hasLiveKit = (): boolean => existsSync(program());

/**
 * Builds the LiveKit server from its Go module into the cache, outside of the checkout; what is there already is left as it
 * is. Two at once do no harm. About four minutes from nothing on two cores.
 * @throws Error where there is no Go, or it cannot build it
 */
export async function buildLiveKit(): Promise<void> {
  if (hasLiveKit()) return;
  console.log(`Building LiveKit's server ${VERSION}, which takes some minutes, once ...`);
  await buildGoProgram(`${MODULE}@${VERSION}`, program(), {timeMs: 1_200_000});
}

/** Starts a LiveKit server on free ports of the loopback, with a key of its own; it asks nobody else where it is. */
export async function startLiveKit(): Promise<LiveKitServer> {
  if (!hasLiveKit()) throw new Error("There is no LiveKit server here: node scripts/livekit.ts");
  const place = serverFolder("livekit");
  const key = `key${randomBytes(6).toString("hex")}`;
  const secret = randomBytes(32).toString("hex");
  const [port, tcp, udp] = [await freePort(), await freePort(), await freePort()];
  const config = join(place.folder, "livekit.json");
  writeFileSync(config, JSON.stringify(settings({port, tcp, udp, key, secret})), {mode: 0o644});
  const stop = await runServer(program(), ["--config", config], place, async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    return answer?.ok ?? false;
  });
  return {url: `ws://127.0.0.1:${port}`, key, secret, version: VERSION, stop};
}

/** Its configuration is YAML, of which JSON is a part. */
function settings(of: {port: number; tcp: number; udp: number; key: string; secret: string}): object {
  return {
    port: of.port,
    bind_addresses: ["127.0.0.1"],
    keys: {[of.key]: of.secret},
    rtc: {
      node_ip: "127.0.0.1",
      tcp_port: of.tcp,
      udp_port: of.udp,
      use_external_ip: false,
      enable_loopback_candidate: true,
      interfaces: {includes: ["lo"]},
      // Without an entry, clients are given the addresses of public servers to ask.
      stun_servers: ["127.0.0.1:3478"],
    },
    logging: {level: "warn"},
  };
}

if (import.meta.main) {
  await buildLiveKit();
  const server = await startLiveKit();
  console.log(`LIVEKIT_URL=${server.url}`);
  console.log(`LIVEKIT_API_KEY=${server.key}`);
  console.log(`LIVEKIT_API_SECRET=${server.secret}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
