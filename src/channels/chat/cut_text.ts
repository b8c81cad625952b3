/** At most so many UTF-16 units, ending in an ellipsis where it was longer; no emoji or letter of several is cut in two. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = "";
  for (const {segment} of new Intl.Segmenter("en", {granularity: "grapheme"}).segment(
    text.slice(0, most + 64),
  )) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
