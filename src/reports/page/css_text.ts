/** A text as a string of a style sheet that stands in a page: every sign but letters and digits is escaped. */
export function cssText(text: string): string {
  const plain = text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "").replace(/[\p{Cc}\p{Cs}]/gu, " ");
  const escaped = [...plain].map((sign) =>
    /[\p{L}\p{N} ]/u.test(sign) ? sign : `\\${sign.codePointAt(0)!.toString(16)} `,
  );
  return `"${escaped.join("")}"`;
}
