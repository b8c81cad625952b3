import {type AddressInfo, connect, createServer, type Socket} from "node:net";

/** A connection between a browser and a service that breaks once. */
export interface CuttingProxy extends AsyncDisposable {
  url: string;
  /** How often it broke. */
  cuts: number;
  /** What was asked through it. */
  asked: string[];
  /** Cuts the connection on which the service said something, and nothing more has come since. */
  cut(): void;
}

/**
 * Passes everything on to a port of this machine, and cuts the connection once: where the service first says something
 * (nothing more comes there until `cut`), or in the middle of what is sent to it.
 */
export async function cuttingProxy(
  port: number,
  where: {says: string} | {afterBytes: number},
): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let held: Socket | undefined;
  const state = {cuts: 0, asked: [] as string[]};
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
    let sent = 0;
    client.on("data", (bytes) => {
      state.asked.push(bytes.toString("latin1"));
      sent += bytes.length;
      upstream.write(bytes);
      if (state.cuts > 0 || !("afterBytes" in where) || sent < where.afterBytes) return;
      state.cuts += 1;
      client.destroy();
    });
    upstream.on("data", (bytes) => {
      const said = state.cuts === 0 && "says" in where ? bytes.indexOf(where.says) : -1;
      if (said < 0) {
        client.write(bytes);
        return;
      }
      state.cuts += 1;
      upstream.removeAllListeners("data").pause();
      client.write(bytes.subarray(0, bytes.indexOf("\n\n", said) + 2));
      held = client;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const {port: own} = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${own}`,
    cut: () => held?.destroy(),
    async [Symbol.asyncDispose]() {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
