import {resolve} from "node:path";
import {TabletalkError} from "../../errors.ts";

/** Where files are kept, as `TABLETALK_FILES` says it. */
export type FilesLocation =
  | {kind: "folder"; path: string}
  | {
      kind: "s3";
      bucket: string;
      /** Without slashes at its ends; may be empty. */
      prefix: string;
      /** Of a service other than Amazon's. */
      endpoint?: string;
      region: string;
      /** Whether the bucket stands in the path of an address, not in its host. */
      pathStyle: boolean;
    };

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Reads a folder's path, or `s3://bucket/prefix?endpoint=https://...&region=eu-central-1&pathStyle=true`. Region: default
 * us-east-1; pathStyle: default true with an endpoint.
 * @throws TabletalkError bad_use naming what is wrong
 */
export function readLocation(text: string): FilesLocation {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text)?.[1];
  if (text.trim() === "") throw wrong("is empty");
  if (scheme === undefined) return {kind: "folder", path: resolve(text)};
  if (scheme.toLowerCase() !== "s3") throw wrong(`begins with ${scheme}://`);
  if (!URL.canParse(text)) throw wrong("is no address");
  const url = new URL(text);
  if (url.username !== "" || url.password !== "")
    throw wrong("holds a key; keys are taken from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  if (!BUCKET.test(url.host)) throw wrong(`names no bucket: “${url.host}”`);
  const unknown = [...url.searchParams.keys()].find(
    (key) => !["endpoint", "region", "pathStyle"].includes(key),
  );
  if (unknown !== undefined) throw wrong(`has “${unknown}”, which is none of endpoint, region, pathStyle`);
  const endpoint = url.searchParams.get("endpoint") ?? undefined;
  if (endpoint !== undefined && !isAddress(endpoint))
    throw wrong("has an endpoint that is no http or https address, or that holds a key");
  const pathStyle = url.searchParams.get("pathStyle") ?? String(endpoint !== undefined);
  if (pathStyle !== "true" && pathStyle !== "false") throw wrong("has a pathStyle other than true and false");
  const prefix = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, "");
  return {
    kind: "s3",
    bucket: url.host,
    prefix,
    ...(endpoint !== undefined && {endpoint}),
    region: url.searchParams.get("region") ?? "us-east-1",
    pathStyle: pathStyle === "true",
  };
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const {protocol, username, password} = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}

function wrong(what: string): TabletalkError {
  return new TabletalkError(
    "bad_use",
    `The place of the files ${what}.`,
    "Set TABLETALK_FILES to a folder, or to s3://bucket/prefix?endpoint=https://...&region=...",
  );
}
