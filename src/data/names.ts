/** A name that SQL takes without quotes: letters of any script, digits and underscores. */
export function tableName(text: string): string {
  const name = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
  return /^\p{N}/u.test(name) ? `t_${name}` : name || "table";
}
