import {call, useKey} from "./api.js";
import {element, fill} from "./element.js";
import {problemNote} from "./problem.js";

/**
 * @typedef {{name: string, label: string, type: string, autocomplete: string, hint?: string, optional?: boolean}} Field
 * @typedef {{title: string, says?: string, fields: Field[], act: string, send: (given: Record<string, string>) => Promise<{byKey?: boolean} | void>}} Form
 */

/** @type {Field} */
const EMAIL = {name: "email", label: "E-mail", type: "email", autocomplete: "username"};
/** @type {Field} */
const PASSWORD = {name: "password", label: "Password", type: "password", autocomplete: "current-password"};
/** @type {Field} */
const NEW_PASSWORD = {
  name: "password",
  label: "Password",
  type: "password",
  autocomplete: "new-password",
  hint: "Ten characters or more; several words are good.",
};
/** @type {Field} */
const NAME = {name: "name", label: "Your name", type: "text", autocomplete: "name", optional: true};

/** What a code is for stands at its beginning. @param {string} code @returns {Form} */
function formOf(code) {
  if (code.startsWith("tti_"))
    return {
      title: "Accept your invitation",
      says: "Choose a password, or give the one of your account.",
      fields: [NEW_PASSWORD, NAME],
      act: "Join",
      send: (given) => call("POST", "/v1/invitations/accept?cookie=true", {token: code, ...given}),
    };
  if (code.startsWith("ttp_"))
    return {
      title: "Set a new password",
      fields: [NEW_PASSWORD],
      act: "Set the password",
      send: (given) => call("POST", "/v1/password?cookie=true", {code, ...given}),
    };
  return {
    title: "Set up Tabletalk",
    says: "You become the first owner of the workspace.",
    fields: [EMAIL, NEW_PASSWORD, NAME],
    act: "Set up",
    send: (given) => call("POST", "/v1/set-up?cookie=true", {code, ...given}),
  };
}

/** @type {Form} */
const SIGN_IN = {
  title: "Sign in",
  fields: [EMAIL, PASSWORD],
  act: "Sign in",
  send: (given) => call("POST", "/v1/sign-in?cookie=true", {...given, device: device()}),
};

/**
 * The page on which someone comes in: by password, by an invitation or a code, or by an API key.
 * @param {{code?: string, onDone: (how: {byKey?: boolean}) => void}} parts
 */
export function signInPage({code, onDone}) {
  const place = element("main", {class: "alone"});
  show(code);
  return place;

  /** @param {string | undefined} given */
  function show(given) {
    const form = given === undefined ? SIGN_IN : formOf(given);
    fill(
      place,
      element("h1", {}, "Tabletalk"),
      formNode(form, onDone),
      given === undefined ? otherWays() : undefined,
    );
  }

  function otherWays() {
    /** @type {Form} */
    const byCode = {
      title: "",
      says: "An invitation, a set-up code, a code for a new password, or an API key. A key is held by this window alone, until it is closed.",
      fields: [{name: "code", label: "Invitation, code or key", type: "password", autocomplete: "off"}],
      act: "Go on",
      send: async ({code: typed = ""}) => {
        const secret = typed.replace(/^.*[#?&](?:set-up|invitation|password)=/, "");
        if (/^tt[isp]_/.test(secret)) {
          show(secret);
          place.querySelector("input")?.focus();
          return;
        }
        useKey(secret);
        try {
          await call("GET", "/v1/me");
        } catch (error) {
          useKey(undefined);
          throw error;
        }
        return {byKey: true};
      },
    };
    return element(
      "details",
      {},
      element("summary", {}, "I have an invitation, a code or an API key"),
      formNode(byCode, onDone),
    );
  }
}

/** @param {Form} form @param {(how: {byKey?: boolean}) => void} onDone */
function formNode({title, says, fields, act, send}, onDone) {
  const errors = element("div");
  const submit = element("button", {type: "submit", class: "main"}, act);
  const node = element(
    "form",
    {
      class: "sign-in",
      onsubmit: async (event) => {
        event.preventDefault();
        submit.disabled = true;
        fill(errors);
        try {
          const done = await send(givenIn(node));
          if (done !== undefined) onDone({byKey: done.byKey ?? false});
        } catch (error) {
          fill(errors, problemNote(error));
        } finally {
          submit.disabled = false;
        }
      },
    },
    title !== "" && element("h2", {}, title),
    says !== undefined && element("p", {}, says),
    ...fields.map(fieldNode),
    errors,
    submit,
  );
  return node;
}

/** @param {Field} field */
function fieldNode({name, label, type, autocomplete, hint, optional = false}) {
  return element(
    "label",
    {},
    element("span", {}, optional ? `${label} (if you like)` : label),
    element("input", {
      name,
      type,
      autocomplete,
      required: !optional,
      autocapitalize: "none",
      spellcheck: "false",
    }),
    hint !== undefined && element("small", {}, hint),
  );
}

/** @param {HTMLFormElement} form @returns {Record<string, string>} what was filled in */
function givenIn(form) {
  const all = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  return Object.fromEntries(all.filter(([, value]) => value !== ""));
}

/** How this sign-in is named among those of the person: "Chrome on Linux". */
function device() {
  const agent = navigator.userAgent;
  const browser = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0] ?? "A browser";
  const system = /Android|iPhone|iPad|Windows|Mac|Linux/.exec(agent)?.[0] ?? "a machine";
  return `${browser === "Edg" ? "Edge" : browser} on ${system}`;
}
