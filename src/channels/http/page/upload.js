import {call, send} from "./api.js";
import {Problem} from "./problem.js";

/** Bytes that are sent at a time. */
const PIECE = 4 * 1024 * 1024;
const MOST_TRIES = 8;
const TUS = {"Tus-Resumable": "1.0.0"};

/**
 * Sends a file by the tus protocol, piece by piece; a piece whose connection breaks is sent again from where the service is.
 * @param {File} file
 * @param {(share: number) => void} told how much is there, 0 to 1
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the id of the job that imports it
 * @throws Problem
 */
export async function upload(file, told, signal) {
  if (file.size === 0)
    throw new Problem({
      status: 422,
      code: "bad_file",
      message: `${file.name} is empty.`,
      next: "Choose a file with something in it.",
    });
  const metadata = [
    ["filename", file.name],
    ["filetype", file.type],
  ];
  const begun = await send("/v1/uploads", {
    method: "POST",
    headers: {
      ...TUS,
      "Upload-Length": String(file.size),
      "Upload-Metadata": metadata
        .flatMap(([name, value]) => (value ? [`${name} ${base64(value)}`] : []))
        .join(","),
    },
    signal,
  });
  const place = new URL(begun.headers.get("location") ?? "", location.href).pathname;
  let job = jobIn(begun);
  let offset = 0;
  for (let tries = 0; offset < file.size; ) {
    try {
      const sent = await send(place, {
        method: "PATCH",
        headers: {...TUS, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream"},
        body: file.slice(offset, offset + PIECE),
        signal,
      });
      offset = Number(sent.headers.get("upload-offset"));
      job = jobIn(sent) ?? job;
      tries = 0;
    } catch (error) {
      tries += 1;
      if (signal.aborted || tries > MOST_TRIES || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(10_000, 300 * 2 ** tries)));
      offset = await offsetOf(place, signal).catch(() => offset);
    }
    told(offset / file.size);
  }
  // The last piece's answer, which names the job, may be what was lost.
  job ??= (await call("GET", place)).result?.job;
  if (job !== undefined) return job;
  throw new Problem({
    status: 0,
    code: "internal",
    message: `${file.name} is not being imported.`,
    next: "Send it again.",
  });
}

/** @param {string} place @param {AbortSignal} signal */
async function offsetOf(place, signal) {
  const found = await send(place, {method: "HEAD", headers: TUS, signal});
  return Number(found.headers.get("upload-offset"));
}

/** Whether the same may go well a moment later. @param {unknown} error */
function isPassing(error) {
  return error instanceof Problem && (error.status === 0 || error.status === 409 || error.status >= 429);
}

/** @param {Response} response */
function jobIn(response) {
  return response.headers.get("job")?.split("/").at(-1);
}

/** @param {string} text */
function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
