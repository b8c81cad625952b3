import type {AnyRoute} from "../route.ts";
import {meRoutes} from "./me.ts";

/** Every declared route. A new file of routes is named here. */
export const allRoutes: readonly AnyRoute[] = [...meRoutes];
