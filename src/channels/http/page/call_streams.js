/**
 * @typedef {{name: string, side: "me" | "other" | "analyst"}} Speaker
 * @typedef {import("livekit-client").Room} Room
 * @typedef {import("./call_view.js").View} View
 */

/** What passes through the room: as `channels/calls/wire.ts` says. */
const TOPIC = {
  captions: "lk.transcription",
  typed: "lk.chat",
  result: "tabletalk.result",
  chart: "tabletalk.chart",
};
const LARGEST_RESULT = 1_000_000;
const LARGEST_CHART = 20_000_000;

/**
 * Shows what comes through the room. Results and charts are taken from the analyst alone: LiveKit says who that is, and only
 * whoever holds the server's secret can make one.
 * @param {Room} room
 * @param {View} view
 * @param {{who: (identity: string) => Promise<Speaker>}} parts
 */
export function showStreams(room, view, {who}) {
  room.registerTextStreamHandler(TOPIC.captions, async (reader, {identity}) => {
    const {attributes = {}, id} = reader.info;
    const line = {...(await who(identity)), id: `said:${identity}:${attributes["lk.segment_id"] ?? id}`};
    let text = "";
    try {
      for await (const piece of reader) {
        text += piece;
        view.caption({...line, text, isFinal: attributes["lk.transcription_final"] === "true"});
      }
      // The analyst's own words come in one stream, which is whole when it ends.
      if (line.side === "analyst") view.caption({...line, text, isFinal: true});
    } catch {
      // The connection broke in the middle: what came stands there.
    }
  });
  room.registerTextStreamHandler(TOPIC.typed, async (reader, {identity}) => {
    const text = await whole(reader, 20_000);
    if (text !== undefined)
      view.caption({
        ...(await who(identity)),
        id: `typed:${reader.info.id}`,
        text,
        isFinal: true,
        isTyped: true,
      });
  });
  room.registerTextStreamHandler(TOPIC.result, async (reader, {identity}) => {
    if ((await who(identity)).side !== "analyst") return;
    const result = resultIn(await whole(reader, LARGEST_RESULT));
    if (result) view.result(result, reader.info.attributes?.earlier === undefined);
  });
  room.registerByteStreamHandler(TOPIC.chart, async (reader, {identity}) => {
    const {turn, step, title = "", alt = ""} = reader.info.attributes ?? {};
    if ((await who(identity)).side !== "analyst" || !turn || !step) return;
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const pieces = [];
    let size = 0;
    try {
      for await (const piece of reader) {
        size += piece.byteLength;
        if (size > LARGEST_CHART) return;
        pieces.push(Uint8Array.from(piece));
      }
    } catch {
      return;
    }
    view.chart({turn, step, title, alt}, new Blob(pieces, {type: "image/png"}));
  });
}

/** @param {AsyncIterable<string>} reader @param {number} most @returns {Promise<string | undefined>} */
async function whole(reader, most) {
  let text = "";
  try {
    for await (const piece of reader) {
      text += piece;
      if (text.length > most) return undefined;
    }
    return text;
  } catch {
    return undefined;
  }
}

/** @param {string | undefined} text @returns {import("./call_board.js").CallResult | undefined} */
function resultIn(text) {
  try {
    const result = JSON.parse(text ?? "");
    return typeof result?.turn === "string" && Array.isArray(result.charts) && Array.isArray(result.choices)
      ? {sql: [], caption: "", ...result}
      : undefined;
  } catch {
    return undefined;
  }
}
