/**
 * What the page of a call needs of LiveKit's client. The service answers this address with it bundled into one file: nothing
 * is loaded from anywhere else.
 */
export {
  ConnectionError,
  ConnectionErrorReason,
  ConnectionState,
  DisconnectReason,
  ParticipantKind,
  Room,
  RoomEvent,
  RpcError,
  Track,
} from "livekit-client";
