/** Tells whoever listens to the page instead of looking at it. @param {string} text */
export function announce(text) {
  const region = document.getElementById("live");
  if (region && region.textContent !== text) region.textContent = text;
}
