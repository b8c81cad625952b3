const DISCORD_EPOCH = 1_420_070_400_000n;
const IDS_A_MILLISECOND = 4_194_304n;

/** Ids as Discord makes them: later ones are larger, and tell when they were made. discord.js sorts and dates by them. */
export function snowflakes(): () => string {
  let last = 0n;
  return () => {
    const now = (BigInt(Date.now()) - DISCORD_EPOCH) * IDS_A_MILLISECOND;
    last = now > last ? now : last + 1n;
    return String(last);
  };
}
