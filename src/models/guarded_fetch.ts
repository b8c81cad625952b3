import {request as requestPlain} from "node:http";
import {request as requestSecure} from "node:https";
import {Readable} from "node:stream";
import {checkAddress, guardedLookup, type Reach} from "./reach.ts";

/**
 * A `fetch` that calls only addresses within reach: the address is checked as written, and each name at the moment of
 * connecting, so that a name which changes its mind in between leads nowhere. It follows no redirect and unpacks nothing.
 *
 * @throws TabletalkError `refused` (perhaps as a cause) for an address that may not be called.
 */
export function guardedFetch(reach: Reach): typeof globalThis.fetch {
  const lookup = guardedLookup(reach);
  return async (input, init) => {
    const request = new Request(input, init);
    // Not the request's own: it ends nothing any more once the request itself is collected as garbage (undici holds it weakly).
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    checkAddress(request.url, reach);
    const body = request.body ? Buffer.from(await request.arrayBuffer()) : undefined;
    return new Promise<Response>((resolve, reject) => {
      const send = request.url.startsWith("https:") ? requestSecure : requestPlain;
      const headers = {...Object.fromEntries(request.headers), "accept-encoding": "identity"};
      const sent = send(
        request.url,
        {method: request.method, headers, lookup, ...(signal && {signal}), agent: false},
        (answer) => {
          const told = new Headers();
          for (const [name, value] of Object.entries(answer.headers))
            if (value !== undefined) told.set(name, Array.isArray(value) ? value.join(", ") : value);
          const status = answer.statusCode ?? 502;
          const empty = [204, 205, 304].includes(status);
          if (empty) answer.resume();
          resolve(
            new Response(empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>), {
              status,
              headers: told,
            }),
          );
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  };
}
