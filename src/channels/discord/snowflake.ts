const DISCORD_EPOCH = 1_420_070_400_000n;

/** When an id of Discord was made, in milliseconds: https://discord.com/developers/docs/reference#snowflakes */
export function madeAt(id: string): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH);
}
