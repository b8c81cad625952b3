/** Text as it stands in an element or in a quoted attribute: whatever it holds, it stays text. */
export function plainText(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;")
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[\p{Cc}\p{Cs}]/gu, (sign) => (sign === "\n" ? " " : "\ufffd"));
}
