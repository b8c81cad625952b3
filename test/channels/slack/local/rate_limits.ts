/** A minute's calls of the methods that stream. https://docs.slack.dev/apis/web-api/rate-limits */
const PER_MINUTE: Record<string, number> = {
  "chat.startStream": 20,
  "chat.stopStream": 20,
  "chat.appendStream": 100,
  "views.open": 100,
  "users.info": 100,
  "conversations.replies": 50,
  "files.completeUploadExternal": 50,
};

export interface RateLimits {
  isOn: boolean;
  /** Seconds to wait before this call would be taken; 0 where it is taken, and counted. */
  wait(method: string, team: string): number;
}

export function newRateLimits(isOn: boolean): RateLimits {
  const taken = new Map<string, number[]>();
  return {
    isOn,
    wait(method, team) {
      const most = PER_MINUTE[method];
      if (!this.isOn || most === undefined) return 0;
      const key = `${team} ${method}`;
      const now = Date.now();
      const recent = (taken.get(key) ?? []).filter((at) => now - at < 60_000);
      if (recent.length >= most) return Math.ceil((recent[0]! + 60_000 - now) / 1000);
      taken.set(key, [...recent, now]);
      return 0;
    },
  };
}
