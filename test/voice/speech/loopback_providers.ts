import {type Protocol, tone} from "./loopback.ts";

/** What each of them has understood, whatever was said. */
export const HEARD = "total sales by region";

/** Bytes of sound after which a server has heard enough: a third of a second at 16 kHz. */
const ENOUGH = 10_000;

/** https://platform.openai.com/docs/api-reference/audio and /realtime */
export const openai: Protocol = {
  http(path) {
    if (path === "/v1/audio/speech") return {type: "audio/pcm", body: tone(0.5, 24_000)};
    if (path === "/v1/audio/transcriptions")
      return {type: "application/json", body: Buffer.from(JSON.stringify({text: HEARD}))};
    if (path === "/v1/models") return {type: "application/json", body: Buffer.from('{"data":[]}')};
    return undefined;
  },
  socket(path, line) {
    if (path !== "/v1/realtime") return undefined;
    let bytes = 0;
    return (message) => {
      if (Buffer.isBuffer(message)) return;
      if (message.type === "session.update") line.send({type: "session.updated", session: message.session});
      if (message.type !== "input_audio_buffer.append") return;
      bytes += Buffer.from(String(message.audio), "base64").length;
      if (bytes < ENOUGH) return;
      bytes = 0;
      const of = {item_id: "item_1", content_index: 0};
      line.send({type: "input_audio_buffer.speech_started", item_id: "item_1", audio_start_ms: 0});
      line.send({type: "input_audio_buffer.speech_stopped", item_id: "item_1", audio_end_ms: 300});
      line.send({type: "conversation.item.input_audio_transcription.delta", ...of, delta: "total sales"});
      line.send({type: "conversation.item.input_audio_transcription.completed", ...of, transcript: HEARD});
    };
  },
};

/** https://developers.deepgram.com/reference */
export const deepgram: Protocol = {
  http: (path) =>
    path === "/v1/projects" ? {type: "application/json", body: Buffer.from('{"projects":[]}')} : undefined,
  socket(path, line) {
    let bytes = 0;
    if (path === "/v1/listen")
      return (message) => {
        if (!Buffer.isBuffer(message)) {
          if (message.type === "CloseStream") line.close();
          return;
        }
        bytes += message.length;
        if (bytes < ENOUGH) return;
        bytes = 0;
        const result = (transcript: string, final: boolean) => ({
          type: "Results",
          is_final: final,
          speech_final: final,
          metadata: {request_id: "r"},
          channel: {alternatives: [{transcript, confidence: 0.98, words: []}]},
        });
        line.send({type: "SpeechStarted", channel: [0, 1], timestamp: 0});
        line.send(result("total sales", false));
        line.send(result(HEARD, true));
      };
    if (path === "/v1/speak")
      return (message) => {
        if (Buffer.isBuffer(message)) return;
        if (message.type === "Speak") line.send(tone(0.3, 24_000));
        if (message.type === "Flush") line.send({type: "Flushed", sequence_id: 0});
        if (message.type === "Close") line.close();
      };
    return undefined;
  },
};

/** https://docs.cartesia.ai/api-reference */
export const cartesia: Protocol = {
  http: (path) => (path === "/voices" ? {type: "application/json", body: Buffer.from("{}")} : undefined),
  socket(path, line) {
    let bytes = 0;
    if (path === "/stt/turns/websocket") {
      line.send({type: "connected", request_id: "r"});
      return (message) => {
        if (!Buffer.isBuffer(message)) {
          if (message.type === "close") line.close();
          return;
        }
        bytes += message.length;
        if (bytes < ENOUGH) return;
        bytes = 0;
        line.send({type: "turn.start", request_id: "r"});
        line.send({type: "turn.update", request_id: "r", transcript: "total sales"});
        line.send({type: "turn.end", request_id: "r", transcript: HEARD});
      };
    }
    if (path === "/tts/websocket")
      return (message) => {
        if (Buffer.isBuffer(message)) return;
        const of = {context_id: message.context_id, status_code: 206};
        if (message.continue === true) {
          const data = tone(0.3, 24_000).toString("base64");
          line.send({type: "chunk", ...of, done: false, step_time: 1, data});
        } else line.send({type: "done", ...of, status_code: 200, done: true});
      };
    return undefined;
  },
};

/** https://elevenlabs.io/docs/api-reference */
export const elevenlabs: Protocol = {
  http: (path) => (path === "/v1/models" ? {type: "application/json", body: Buffer.from("[]")} : undefined),
  socket(path, line) {
    let bytes = 0;
    if (path === "/v1/speech-to-text/realtime") {
      line.send({message_type: "session_started", session_id: "s"});
      return (message) => {
        if (Buffer.isBuffer(message)) return;
        bytes += Buffer.from(String(message.audio_base_64 ?? ""), "base64").length;
        if (bytes < ENOUGH) return;
        bytes = 0;
        line.send({message_type: "partial_transcript", text: "total sales"});
        line.send({message_type: "committed_transcript", text: HEARD});
      };
    }
    if (/^\/v1\/text-to-speech\/\w+\/multi-stream-input$/.test(path))
      return (message) => {
        if (Buffer.isBuffer(message)) return;
        const contextId = message.context_id;
        if (message.close_context) line.send({isFinal: true, contextId});
        else if (String(message.text).trim())
          line.send({audio: tone(0.3, 22_050).toString("base64"), contextId});
      };
    return undefined;
  },
};
