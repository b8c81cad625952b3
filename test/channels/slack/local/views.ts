import {Refused} from "./refused.ts";
import {wrongView} from "./schemas.ts";
import {APP_ID, type Json, type LocalTeam, type LocalView, type State} from "./state.ts";

/** Slack lets a program answer what a person did by opening a view for three seconds, once. */
const TRIGGER_LIVES_MS = 3000;

const triggers = new WeakMap<State, Map<string, {team: string; user: string; at: number; isUsed: boolean}>>();

export function newTrigger(state: State, team: LocalTeam, user: string): string {
  const id = `${state.nextId("1")}.${team.id}.trigger`;
  const all = triggers.get(state) ?? new Map();
  all.set(id, {team: team.id, user, at: Date.now(), isUsed: false});
  triggers.set(state, all);
  return id;
}

function checked(view: Json): Json {
  const wrong = wrongView(view);
  if (wrong.length > 0) throw new Refused("invalid_arguments", ...wrong);
  return view;
}

export function openView(state: State, team: LocalTeam, args: Json): Json {
  const trigger = triggers.get(state)?.get(args.trigger_id);
  if (!trigger || trigger.team !== team.id) throw new Refused("invalid_trigger_id");
  if (trigger.isUsed) throw new Refused("exchanged_trigger_id");
  if (Date.now() - trigger.at > TRIGGER_LIVES_MS) throw new Refused("expired_trigger_id", "expected");
  if (args.view.type !== "modal") throw new Refused("invalid_arguments", "only modals can be opened");
  trigger.isUsed = true;
  const view = addView(state, team, trigger.user, checked(args.view));
  return {view: viewAsTold(team, view)};
}

export function addView(state: State, team: LocalTeam, user: string, view: Json): LocalView {
  const made: LocalView = {
    id: state.nextId("V"),
    team: team.id,
    user,
    view: {...view, blocks: view.blocks.map((block: Json) => ({block_id: state.nextId("b"), ...block}))},
    hash: state.nextId("h"),
    isOpen: true,
  };
  team.views.push(made);
  return made;
}

export function updateView(state: State, team: LocalTeam, args: Json): Json {
  const found = team.views.find(
    (one) => one.id === args.view_id || one.view.external_id === args.external_id,
  );
  if (!found) throw new Refused("not_found");
  if (args.hash && args.hash !== found.hash) throw new Refused("hash_conflict", "expected");
  found.view = {
    ...checked(args.view),
    blocks: args.view.blocks.map((b: Json) => ({block_id: state.nextId("b"), ...b})),
  };
  found.hash = state.nextId("h");
  return {view: viewAsTold(team, found)};
}

export function publishHome(state: State, team: LocalTeam, args: Json): Json {
  if (!team.users.has(args.user_id)) throw new Refused("user_not_found");
  if (args.view.type !== "home") throw new Refused("invalid_arguments", "only Home can be published");
  const view = checked(args.view);
  const blocks = view.blocks.map((block: Json) => ({block_id: state.nextId("b"), ...block}));
  team.homes.set(args.user_id, {...view, blocks, id: state.nextId("V")});
  return {view: {id: team.homes.get(args.user_id).id, type: "home", blocks}};
}

export function viewAsTold(team: LocalTeam, view: LocalView): Json {
  return {
    id: view.id,
    team_id: team.id,
    private_metadata: "",
    callback_id: "",
    ...view.view,
    state: {values: {}},
    hash: view.hash,
    clear_on_close: false,
    notify_on_close: false,
    previous_view_id: null,
    root_view_id: view.id,
    app_id: APP_ID,
    external_id: view.view.external_id ?? "",
    app_installed_team_id: team.id,
    bot_id: team.botId,
  };
}
