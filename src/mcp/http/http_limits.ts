/** How much whoever calls may take of a server. */
export interface McpHttpLimits {
  /** Sessions at a time: of the server, and of one caller. */
  sessions: number;
  sessionsPerCaller: number;
  /** A session that nobody used for so long ends. */
  idleMs: number;
  /** How long a client that lost its connection may take to come back before its calls are stopped. */
  goneMs: number;
  /** Requests and streams of one caller that are open at a time. */
  requestsAtOnce: number;
  /** The largest body, and how long it may take to come. */
  bodyBytes: number;
  bodyMs: number;
  /** What a session keeps for clients that lost their connection. */
  keptEvents: number;
  keptCharacters: number;
  keptMs: number;
}

export const HTTP_LIMITS: McpHttpLimits = {
  sessions: 256,
  sessionsPerCaller: 32,
  idleMs: 30 * 60_000,
  goneMs: 5_000,
  requestsAtOnce: 64,
  bodyBytes: 4 * 1024 ** 2,
  bodyMs: 30_000,
  keptEvents: 1_000,
  keptCharacters: 1024 ** 2,
  keptMs: 5 * 60_000,
};
