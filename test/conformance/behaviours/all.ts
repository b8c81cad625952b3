import type {Behaviour} from "../driver.ts";
import {answers} from "./answers.ts";
import {checking} from "./checking.ts";
import {conversation} from "./conversation.ts";
import {delivery} from "./delivery.ts";
import {files} from "./files.ts";
import {markup} from "./markup.ts";
import {people} from "./people.ts";

/** What every channel does, in the order in which it is shown. */
export const BEHAVIOURS: readonly Behaviour[] = [
  ...answers,
  ...files,
  ...conversation,
  ...delivery,
  ...markup,
  ...people,
  ...checking,
];
