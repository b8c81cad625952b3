import {levelOf} from "./call_level.js";
import {buttonProblem, endProblem, joinProblem, microphoneProblem, noAnalyst} from "./call_problems.js";
import {showStreams} from "./call_streams.js";
import {ParticipantKind, Room, RoomEvent, RpcError, Track} from "./livekit.js";

/**
 * @typedef {import("livekit-client").Participant} Participant
 * @typedef {import("./call_view.js").State} State
 */

/** How long one waits for the analyst before something seems to be wrong. */
const WAIT_MS = 20_000;
/** How long what somebody sends may be here before they are. */
const ARRIVAL_MS = 3_000;
/** LiveKit's answer where an analyst is there and does not take buttons yet. */
const NOT_YET = 1_400;
/** What the framework calls the analyst's states. @type {Record<string, State>} */
const STATES = {
  initializing: "waiting",
  idle: "listening",
  listening: "listening",
  thinking: "working",
  speaking: "speaking",
};

/**
 * Joins the room of a call and ties it to what one sees. What the buttons do is set in `acts`.
 * @param {{
 *   url: string,
 *   token: string,
 *   withMicrophone: boolean,
 *   view: import("./call_view.js").View,
 *   acts: import("./call_view.js").Acts,
 *   signal: AbortSignal,
 * }} parts
 * @throws Problem where one cannot join
 */
export async function joinCall({url, token, withMicrophone, view, acts, signal}) {
  const room = new Room({adaptiveStream: false, dynacast: false});
  /** @type {Map<import("livekit-client").RemoteTrack, HTMLMediaElement>} */
  const sounds = new Map();
  let isSoundOn = true;
  let isIn = false;
  let isBroken = false;
  let hadAnalyst = false;
  /** @type {() => void} */
  let stopLevel = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** @type {Participant | undefined} */
  let greeted;

  showStreams(room, view, {who: whoOnceThere});
  room
    .on(RoomEvent.ParticipantConnected, changed)
    .on(RoomEvent.ParticipantDisconnected, changed)
    .on(RoomEvent.ParticipantNameChanged, changed)
    .on(RoomEvent.ParticipantAttributesChanged, changed)
    .on(RoomEvent.ActiveSpeakersChanged, showPeople)
    .on(RoomEvent.TrackMuted, showPeople)
    .on(RoomEvent.TrackUnmuted, showPeople)
    .on(RoomEvent.LocalTrackPublished, showPeople)
    .on(RoomEvent.TrackPublished, showPeople)
    .on(RoomEvent.TrackSubscribed, (track) => {
      if (track.kind !== Track.Kind.Audio) return;
      const sound = track.attach();
      sound.muted = !isSoundOn;
      sounds.set(track, sound);
      document.body.append(sound);
    })
    .on(RoomEvent.TrackUnsubscribed, (track) => {
      track.detach();
      sounds.get(track)?.remove();
      sounds.delete(track);
    })
    .on(RoomEvent.AudioPlaybackStatusChanged, () => view.soundBlocked(!room.canPlaybackAudio))
    .on(RoomEvent.Reconnecting, () => broken(true))
    .on(RoomEvent.SignalReconnecting, () => broken(true))
    .on(RoomEvent.Reconnected, () => {
      broken(false);
      greeted = undefined;
      changed();
    })
    .on(RoomEvent.Disconnected, (reason) => {
      if (!isIn) return;
      clearTimeout(waiting);
      stopLevel();
      for (const sound of sounds.values()) sound.remove();
      removeEventListener("pagehide", leave);
      acts.onEnded(endProblem(reason));
    });

  acts.onMicrophone = turnMicrophone;
  acts.onSound = async (isOn) => {
    isSoundOn = isOn;
    for (const sound of sounds.values()) sound.muted = !isOn;
  };
  acts.onAllowSound = () => room.startAudio();
  acts.onStop = () => press("stop", {});
  acts.onAgain = () => press("again", {});
  acts.onChoose = (turn, number) => press("choose", {turn, number});
  acts.onSend = (turn) => press("send", {turn});
  acts.onLeave = leave;
  acts.onType = async (text) => {
    const {id} = await room.localParticipant.sendText(text, {topic: "lk.chat"});
    view.caption({
      ...who(room.localParticipant.identity),
      id: `typed:${id}`,
      text,
      isFinal: true,
      isTyped: true,
    });
  };

  try {
    await room.connect(url, token);
  } catch (error) {
    throw joinProblem(error);
  }
  isIn = true;
  addEventListener("pagehide", leave);
  view.soundBlocked(!room.canPlaybackAudio);
  changed();
  if (withMicrophone) turnMicrophone(true).catch(view.tell);
  else view.microphone("off");

  async function leave() {
    await room.disconnect();
  }

  /** @param {boolean} isOn */
  async function turnMicrophone(isOn) {
    stopLevel();
    try {
      const publication = await room.localParticipant.setMicrophoneEnabled(isOn, {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      });
      const track = publication?.track?.mediaStreamTrack;
      view.microphone(isOn ? "on" : "off");
      if (isOn && track) stopLevel = levelOf(track, view.level);
      if (isOn) view.calm();
    } catch (error) {
      const problem = microphoneProblem(error);
      view.microphone("none");
      throw problem;
    } finally {
      showPeople();
    }
  }

  /** @param {"choose" | "stop" | "again" | "send" | "state"} name @param {object} payload @returns {Promise<any>} */
  async function press(name, payload) {
    const agent = analyst();
    try {
      const answer = await room.localParticipant.performRpc({
        destinationIdentity: agent?.identity ?? "",
        method: `tabletalk.${name}`,
        payload: JSON.stringify(payload),
      });
      return JSON.parse(answer);
    } catch (error) {
      throw buttonProblem(error);
    }
  }

  function analyst() {
    return [...room.remoteParticipants.values()].find(({kind}) => kind === ParticipantKind.AGENT);
  }

  /** @param {string} identity @returns {{name: string, side: "me" | "other" | "analyst"}} */
  function who(identity) {
    if (identity === room.localParticipant.identity) return {name: "You", side: "me"};
    const one = room.remoteParticipants.get(identity);
    if (one?.kind === ParticipantKind.AGENT) return {name: "Analyst", side: "analyst"};
    return {name: one?.name || "Somebody", side: "other"};
  }

  /** The same, where what somebody sends may be here before they are. @param {string} identity */
  async function whoOnceThere(identity) {
    for (let waited = 0; waited < ARRIVAL_MS && !isHere(identity); waited += 100)
      await new Promise((resolve) => setTimeout(resolve, 100));
    return who(identity);
  }

  /** @param {string} identity */
  function isHere(identity) {
    return identity === room.localParticipant.identity || room.remoteParticipants.has(identity);
  }

  /** @param {boolean} is */
  function broken(is) {
    isBroken = is;
    changed();
  }

  /** Shows who is there and how the analyst is. */
  function changed() {
    showPeople();
    const agent = analyst();
    clearTimeout(waiting);
    if (isBroken) return view.state("reconnecting");
    if (!agent) {
      greeted = undefined;
      waiting = setTimeout(() => view.tell(noAnalyst()), WAIT_MS);
      return view.state(hadAnalyst ? "away" : "waiting");
    }
    view.state(STATES[agent.attributes["lk.agent.state"] ?? ""] ?? "listening");
    if (greeted === agent) return;
    greeted = agent;
    hadAnalyst = true;
    view.calm();
    catchUp(agent);
  }

  /** Asks an analyst that has come what was before. @param {Participant} agent @param {number} [tries] */
  async function catchUp(agent, tries = 6) {
    try {
      const answer = JSON.parse(
        await room.localParticipant.performRpc({
          destinationIdentity: agent.identity,
          method: "tabletalk.state",
          payload: "{}",
        }),
      );
      view.postedTo(typeof answer.postedTo === "string" ? answer.postedTo : undefined);
    } catch (error) {
      const isEarly = error instanceof RpcError && error.code === NOT_YET;
      if (signal.aborted || greeted !== agent || tries === 0 || (!isEarly && tries < 4)) return;
      setTimeout(() => catchUp(agent, tries - 1), 400 * 2 ** (6 - tries));
    }
  }

  function showPeople() {
    const all = [room.localParticipant, ...room.remoteParticipants.values()];
    view.people(
      all.map((one) => {
        const isMe = one === room.localParticipant;
        const isAnalyst = one.kind === ParticipantKind.AGENT;
        return {
          name: isAnalyst ? "Analyst" : (one.name ?? ""),
          isMe,
          isAnalyst,
          isSpeaking: one.isSpeaking,
          isMuted: !isAnalyst && !one.isMicrophoneEnabled,
        };
      }),
    );
  }
}
