import {type AddressInfo, connect, createServer, type Socket} from "node:net";

/** A way to a server of this machine that can be cut. */
export interface BrokenLine extends AsyncDisposable {
  port: number;
  /** Cuts what is open; nothing passes for so long. */
  cut(ms: number): void;
}

export async function brokenLine(to: number): Promise<BrokenLine> {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(to, "127.0.0.1");
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut(ms) {
      isCut = true;
      for (const one of open) one.destroy();
      setTimeout(() => {
        isCut = false;
      }, ms);
    },
    async [Symbol.asyncDispose]() {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
