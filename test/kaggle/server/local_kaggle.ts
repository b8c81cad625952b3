import {createServer, type IncomingMessage, type Server, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {type Fault, faultList} from "./faults.ts";
import {answerTo} from "./methods.ts";
import {checkedAnswer, isMethod, wrongRequest} from "./official.ts";
import {SECRETS} from "./shelf.ts";
import {PAGE, type StorageCall, storage} from "./storage.ts";

/** A call of the service that was made. */
export interface ApiCall {
  method: string;
  body: Record<string, unknown>;
  authorization?: string;
}

/** Kaggle's service on this machine, as far as it is used here. */
export interface LocalKaggle {
  /** What KAGGLE_API_ENDPOINT is to be. */
  url: string;
  calls: ApiCall[];
  storageCalls: StorageCall[];
  fault(fault: Fault): void;
  /** Faults that did not happen yet. */
  faultsLeft(): number;
  /** Forgets calls and faults. */
  reset(): void;
  close(): Promise<void>;
}

/** What anybody may ask. */
const OPEN =
  /^(GetDataset|GetDatasetMetadata|ListDatasetFiles|DownloadDataset|IntrospectToken|GenerateAccessToken)$/;
const basic = Buffer.from(`${SECRETS.username}:${SECRETS.key}`).toString("base64");
const GOOD = [`Bearer ${SECRETS.token}`, `Bearer ${SECRETS.made}`, `Basic ${basic}`];

/**
 * Starts it. Requests are checked by the official client's definitions, which say which fields there are and what is in
 * them; so are the answers.
 */
export async function startLocalKaggle(): Promise<LocalKaggle> {
  const faults = faultList();
  const blobs = storage(faults);
  const calls: ApiCall[] = [];
  const storageUrl = await listen(blobs.server);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const say = (status: number, body: object, headers: Record<string, string> = {}): void => {
      response.writeHead(status, {"content-type": "application/json; charset=utf-8", ...headers});
      response.end(JSON.stringify(body));
    };
    const [, service = "", method = ""] =
      request.url?.match(/^(?:\/api)?\/v1\/([\w.]+Service)\/(\w+)$/) ?? [];
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const known = isMethod(`${service}/${method}`) && request.method === "POST";
    if (!known) return say(404, {code: 404, message: `No such method: ${request.method} ${request.url}`});
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString() || "{}");
    const wrong = wrongRequest(`${service}/${method}`, body);
    if (wrong !== undefined) return say(400, {code: 400, message: wrong});
    const {authorization} = request.headers;
    const said = body as Record<string, unknown>;
    calls.push({method, body: said, ...(authorization !== undefined && {authorization})});
    const fault = faults.take("api", method);
    if (fault?.kind === "cut") return void request.socket.destroy();
    if (fault?.kind === "page") return void response.writeHead(200, {"content-type": "text/html"}).end(PAGE);
    if (fault?.kind === "told") return say(200, {code: fault.status ?? 500, message: "told in the body"});
    if (fault)
      return say(
        fault.status ?? 500,
        {code: fault.status ?? 500, message: "a planted fault"},
        fault.retryAfter === undefined ? {} : {"retry-after": fault.retryAfter},
      );
    const isGood = authorization !== undefined && GOOD.includes(authorization);
    if (authorization === undefined ? !OPEN.test(method) : !isGood)
      return say(401, {code: 401, message: "Unauthenticated"});
    const given = await answerTo(service, method, said);
    if ("refused" in given) return say(given.refused, {code: given.refused, message: given.message});
    if ("json" in given) return say(200, checkedAnswer(`${service}/${method}`, given.json));
    const {path, bytes, type} = given.blob;
    response.writeHead(302, {location: `${storageUrl}${blobs.sign(path, bytes, type)}`}).end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end(JSON.stringify({code: 500, message: String(error)}));
    });
  });
  const url = await listen(server);
  return {
    url,
    calls,
    storageCalls: blobs.calls,
    fault: faults.add,
    faultsLeft: faults.left,
    reset: () => {
      faults.clear();
      calls.length = 0;
      blobs.calls.length = 0;
    },
    close: async () => {
      for (const one of [server, blobs.server]) {
        one.closeAllConnections();
        await new Promise((resolve) => one.close(resolve));
      }
    },
  };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}
