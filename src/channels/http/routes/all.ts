import type {AnyRoute} from "../route.ts";
import {askRoutes} from "./ask.ts";
import {conversationRoutes} from "./conversations.ts";
import {meRoutes} from "./me.ts";
import {messageRoutes} from "./messages.ts";

/** Every declared route. A new file of routes is named here. */
export const allRoutes: readonly AnyRoute[] = [
  ...askRoutes,
  ...conversationRoutes,
  ...meRoutes,
  ...messageRoutes,
];
