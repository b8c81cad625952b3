/** The events of an iCalendar file (RFC 5545) as rows; lines that were folded are put together first. */
export function readCalendar(bytes) {
  const text = new TextDecoder().decode(bytes).replace(/\r?\n[ \t]/g, "");
  const rows = [];
  let event;
  for (const line of text.split(/\r?\n/)) {
    if (line === "BEGIN:VEVENT") event = {};
    else if (line === "END:VEVENT") {
      if (event) rows.push([event.SUMMARY ?? null, time(event.DTSTART), time(event.DTEND), event.LOCATION ?? null]);
      event = undefined;
    } else if (event) {
      const [, name, value] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? [];
      if (name) event[name] = value.replace(/\\n/gi, " ").replace(/\\([,;\\])/g, "$1");
    }
  }
  return {columns: ["summary", "starts", "ends", "location"], rows};
}

/** 20260131T093000Z as 2026-01-31 09:30:00; a day alone stays a day. */
function time(value) {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?/.exec(value ?? "") ?? [];
  if (!year) return null;
  return `${year}-${month}-${day}${hour ? ` ${hour}:${minute}:${second}` : ""}`;
}
