import {problemOf, unreachable} from "./problem.js";

/** An API key that was typed in: held by this page alone, gone with it. @type {string | undefined} */
let key;
/** The link that lets a member read a conversation of someone else. @type {string | undefined} */
let link;
/** @type {Promise<boolean> | undefined} */
let refreshing;
/** @type {() => void} */
let signedOut = () => {};

/** @param {string | undefined} given */
export function useKey(given) {
  key = given;
}

/** @param {string | undefined} given */
export function useLink(given) {
  link = given;
}

/** @param {() => void} act what is done where the sign-in has ended */
export function onSignedOut(act) {
  signedOut = act;
}

/**
 * Sends a request as whoever is signed in. A sign-in that has run out is renewed once.
 * @param {string} path
 * @param {RequestInit & {headers?: Record<string, string>}} [options]
 * @returns {Promise<Response>} one that is not refused
 * @throws Problem
 */
export async function send(path, options = {}) {
  let response = await sendOnce(path, options);
  if (response.status === 401 && key === undefined && path !== "/v1/sign-in" && (await refreshed()))
    response = await sendOnce(path, options);
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401 && isForMembers(path)) signedOut();
  throw problem;
}

/**
 * Asks for JSON.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] sent as JSON
 * @param {Record<string, string>} [headers]
 * @returns {Promise<any>} what was answered; undefined of an answer without content
 * @throws Problem
 */
export async function call(method, path, body, headers = {}) {
  const response = await send(path, {
    method,
    headers: {...(body !== undefined && {"Content-Type": "application/json"}), ...headers},
    ...(body !== undefined && {body: JSON.stringify(body)}),
  });
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

/** @param {string} path @param {RequestInit & {headers?: Record<string, string>}} options */
async function sendOnce(path, options) {
  const headers = {
    ...options.headers,
    ...(key !== undefined && {Authorization: `Bearer ${key}`}),
    ...(link !== undefined && {"X-Tabletalk-Link": link}),
  };
  try {
    return await fetch(path, {...options, headers, credentials: "same-origin"});
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw unreachable();
  }
}

/** Renews the sign-in; several requests that find it ended share one renewal. */
function refreshed() {
  refreshing ??= refresh().finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

async function refresh() {
  const response = await sendOnce("/v1/refresh?cookie=true", {method: "POST"});
  // Another window has just renewed it for both.
  return response.ok || response.status === 409;
}

const OPEN = ["/v1/sign-in", "/v1/set-up", "/v1/invitations/accept", "/v1/password"];

/** @param {string} path */
function isForMembers(path) {
  return !OPEN.some((one) => path.startsWith(one)) && !/^\/v1\/calls\/[^/]+\/join$/.test(path);
}
