const NUMBERED =
  /^(?:(?:section|chapter|article|part|annex|appendix)\s+)?(\d{1,3}(?:\.\d{1,3}){0,4}|[IVX]{1,5}|[A-Z])(?:[.):]|\s-)?\s+(\p{Lu}[^.;!?]{2,90})$/u;
const NAMED =
  /^(?:Section|Chapter|Article|Part|Annex|Appendix|[\p{Lu}]{4,8})\s+[\dIVXA-Z]+(?:\s*[:.–-])?\s+\p{Lu}[^.;!?]{0,80}$/u;
/** The dots of a table of contents. */
const LEADERS = /(?:\.\s?){4}/;
const SHOUTED = /^[\p{Lu}\d][\p{Lu}\d\s&/'’,():-]{3,80}$/u;

/** How deep the heading is that a line of plain text looks like, from 1; undefined where it is none. */
export function headingLevel(line: string): number | undefined {
  const text = line.trim();
  if (text.length < 4 || text.length > 100 || LEADERS.test(text)) return undefined;
  const numbered = NUMBERED.exec(text);
  if (numbered && !/^[A-Z]$/.test(numbered[1]!)) return numbered[1]!.split(".").length;
  if (NAMED.test(text)) return 1;
  return SHOUTED.test(text) && /\p{Lu}{3}/u.test(text) ? 1 : undefined;
}
