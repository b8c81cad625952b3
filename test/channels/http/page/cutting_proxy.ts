import {type AddressInfo, connect, createServer, type Socket} from "node:net";

/** A connection between a browser and a service that breaks once. */
export interface CuttingProxy extends AsyncDisposable {
  url: string;
  /** How often it broke. */
  cuts: number;
  /** What was asked through it. */
  asked: string[];
}

/** Passes everything on to a port of this machine; where the service first says `words`, the connection is cut after them. */
export async function cuttingProxy(port: number, words: string): Promise<CuttingProxy> {
  const open = new Set<Socket>();
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
    client.on("data", (bytes) => {
      state.asked.push(bytes.toString("latin1"));
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      const isCut = state.cuts === 0 && bytes.includes(words);
      if (isCut) state.cuts += 1;
      client.write(bytes, () => {
        if (isCut) client.destroy();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const {port: own} = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${own}`,
    async [Symbol.asyncDispose]() {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
