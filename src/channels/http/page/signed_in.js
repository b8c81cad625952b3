/** Not a secret: that this browser may have a sign-in, so that it is worth asking. */
const MAY_BE_SIGNED_IN = "tabletalk.signedIn";

export function mayBeSignedIn() {
  return localStorage.getItem(MAY_BE_SIGNED_IN) !== null;
}

/** @param {boolean} is */
export function noteSignedIn(is) {
  if (is) localStorage.setItem(MAY_BE_SIGNED_IN, "yes");
  else localStorage.removeItem(MAY_BE_SIGNED_IN);
}
