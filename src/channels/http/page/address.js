/** What stands in the page's address after `#`, as `name=value` pairs. @returns {Record<string, string>} */
export function fragment() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/**
 * Sets the address to a conversation, or to none; what was secret in it is gone with that.
 * @param {string | undefined} conversation
 * @param {{isNew?: boolean, link?: string | undefined}} [options] `isNew`: the way back leads to what is shown now
 */
export function showAddress(conversation, {isNew = false, link} = {}) {
  const pairs = new URLSearchParams();
  if (conversation !== undefined) pairs.set("conversation", conversation);
  if (link !== undefined) pairs.set("link", link);
  const hash = pairs.toString();
  const url = hash === "" ? "/" : `/#${hash}`;
  if (isNew) history.pushState(null, "", url);
  else history.replaceState(null, "", url);
}
