import type {Registry} from "prom-client";
import type {ChannelState} from "./parts.ts";

/** What Prometheus reads of a process. */
export interface HttpMetrics {
  answered(request: {method: string; route: string; status: number; seconds: number}): void;
  /** Counts what is open: requests, event streams, sockets. Call the result when it ends. */
  opened(what: "request" | "stream" | "socket"): () => void;
  /** The text that Prometheus reads. */
  text(): Promise<{contentType: string; body: string}>;
}

/** Counters of requests by method, route and status, times, what is open, and those of the process. */
export async function createMetrics(
  waiting?: () => Promise<Readonly<Record<string, number>>>,
  channels?: () => readonly ChannelState[],
): Promise<HttpMetrics> {
  const {Counter, Gauge, Histogram, Registry, collectDefaultMetrics} = await import("prom-client");
  const registry: Registry = new Registry();
  collectDefaultMetrics({register: registry});
  const labelNames = ["method", "route", "status"] as const;
  const requests = new Counter({
    name: "tabletalk_http_requests_total",
    help: "Requests that were answered",
    labelNames,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "tabletalk_http_request_seconds",
    help: "How long answers took",
    labelNames: ["method", "route"] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 120],
    registers: [registry],
  });
  const open = new Gauge({
    name: "tabletalk_http_open",
    help: "What is open now",
    labelNames: ["what"] as const,
    registers: [registry],
  });
  if (waiting) {
    new Gauge({
      name: "tabletalk_waiting",
      help: "What waits for a worker, of all workspaces",
      labelNames: ["what"] as const,
      registers: [registry],
      async collect() {
        for (const [what, count] of Object.entries(await waiting().catch(() => ({}))))
          this.set({what}, Number(count));
      },
    });
  }
  if (channels) {
    new Gauge({
      name: "tabletalk_channel_running",
      help: "Whether a chat platform is joined by this process",
      labelNames: ["channel"] as const,
      registers: [registry],
      collect() {
        for (const {name, state} of channels()) this.set({channel: name}, state === "running" ? 1 : 0);
      },
    });
  }
  return {
    answered({method, route, status, seconds: took}) {
      requests.inc({method, route, status: String(status)});
      seconds.observe({method, route}, took);
    },
    opened(what) {
      open.inc({what});
      let isOpen = true;
      return () => {
        if (isOpen) open.dec({what});
        isOpen = false;
      };
    },
    text: async () => ({contentType: registry.contentType, body: await registry.metrics()}),
  };
}
