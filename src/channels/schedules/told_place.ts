import {TabletalkError} from "../../errors.ts";
import type {RequestScene} from "../requests/request.ts";
import type {ScheduleAsked} from "./make_schedule.ts";

/** Where a schedule tells what it has to tell, and that place in words. */
export type ToldPlace = NonNullable<ScheduleAsked["told"]> & {said: string};

/**
 * The place that a message names for what is told later: a channel that it mentions, whoever asks alone, or where it is said.
 * @throws TabletalkError forbidden where the asker or Tabletalk may not write there; bad_use for a channel that is not known
 */
export function toldPlace(
  {message, conversation, audience, standing}: RequestScene,
  place: {channel: string} | "me" | undefined,
): ToldPlace {
  const {platform, installation} = message;
  const here = standing.find(({name, isHere}) => name === undefined && isHere);
  if (place === "me") {
    const alone = standing.find(({name, isHere}) => name === undefined && !isHere);
    if (audience === "one")
      return {conversation, audience, said: "to you", ...targetOf(platform, installation, here)};
    if (alone) return {audience: "one", said: "to you alone", ...targetOf(platform, installation, alone)};
    throw new TabletalkError(
      "bad_use",
      "There is no place here for you alone.",
      "Say it in a direct message to me.",
    );
  }
  if (place === undefined) {
    const said = audience === "one" ? "here, to you" : "here";
    return {conversation, audience, said, ...targetOf(platform, installation, here)};
  }
  const found = standing.find(({name}) => name?.toLowerCase() === place.channel.toLowerCase());
  if (!found)
    throw new TabletalkError(
      "bad_use",
      `The channel #${place.channel} is not known here.`,
      platform === "slack" || platform === "discord"
        ? "Choose it from the list that opens when you type #, so that it becomes a link."
        : "Say it in Slack or Discord, where that channel is.",
    );
  if (found.refusal !== undefined)
    throw new TabletalkError(
      "forbidden",
      found.refusal,
      "Name a channel that you and Tabletalk are both in.",
    );
  return {audience: found.audience, said: `in #${place.channel}`, ...targetOf(platform, installation, found)};
}

function targetOf(platform: string, installation: string, place: {target?: unknown} | undefined) {
  return place ? {platform, installation, target: place.target} : {};
}
