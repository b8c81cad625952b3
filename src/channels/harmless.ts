/** Control signs (line ends and tabs stay), signs that turn the direction of text, and ones without width that hide in names. */
const HIDDEN = /(?![\n\r\t])[\p{Cc}\u200b\u2028-\u202e\u2060-\u2069\ufeff]/gu;
/** A link or picture in Markdown, which only a file's own text can bring into a reply. */
const LINK = /(?<=\])\((?=\s*<?[a-z][a-z0-9+.-]*:)/gi;

/**
 * A reply's text without what a file may have hidden in its cells and names. Each sign gives way to one sign, so that places in
 * the text stay what they were.
 */
export function harmless(text: string): string {
  return text.replaceAll(HIDDEN, "\ufffd").replaceAll(LINK, "❨");
}
