import {fragment, showAddress} from "./address.js";
import {call, onSignedOut, useLink} from "./api.js";
import {chat} from "./chat.js";
import {element, fill} from "./element.js";
import {problemNote} from "./problem.js";
import {signInPage} from "./sign_in.js";
import {mayBeSignedIn, noteSignedIn} from "./signed_in.js";

const page = /** @type {HTMLElement} */ (document.getElementById("page"));

onSignedOut(() => {
  noteSignedIn(false);
  showSignIn();
});
await begin();

async function begin() {
  const given = fragment();
  const brings = given["set-up"] ?? given.invitation ?? given.password;
  if (brings !== undefined) {
    showAddress(undefined);
    showSignIn(brings);
  } else if (!mayBeSignedIn()) showSignIn();
  else await showChat();
}

/** @param {string} [code] a set-up code, an invitation or a code for a new password */
function showSignIn(code) {
  fill(page, signInPage({...(code !== undefined && {code}), onDone: showChat}));
  page.querySelector("input")?.focus();
}

/** @param {{byKey?: boolean}} [how] */
async function showChat({byKey = false} = {}) {
  const {link, conversation} = fragment();
  useLink(link);
  try {
    const me = await call("GET", "/v1/me").catch((error) => {
      if (error.status !== 404 || link === undefined) throw error;
      // The link is good no more; what is one's own is there without it.
      useLink(undefined);
      showAddress(conversation);
      return call("GET", "/v1/me");
    });
    if (!byKey) noteSignedIn(true);
    fill(page, chat({me, conversation, link, onSignOut: signOut}));
  } catch (error) {
    if (/** @type {{status?: number}} */ (error).status === 401) return;
    fill(page, element("main", {class: "alone"}, problemNote(error)));
  }
}

async function signOut() {
  await call("POST", "/v1/sign-out", {}).catch(() => {});
  noteSignedIn(false);
  sessionStorage.clear();
  // What was shown is gone from memory, too.
  location.replace("/");
}
