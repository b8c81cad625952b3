/** Where a node stands, both between 0 and 1. */
export interface Spot {
  x: number;
  y: number;
}

/**
 * Places nodes so that those linked stand close and none on another (Fruchterman and Reingold, with a pull to the middle
 * that keeps separate parts in sight). The same nodes and links always give the same places: they begin on a spiral in
 * their order, and nothing is random. `shape`: width over height of the picture.
 */
export function forceLayout(
  count: number,
  links: readonly {from: number; to: number; weight: number}[],
  shape: number,
): Spot[] {
  const wide = Math.max(1, shape);
  const ideal = 0.9 * Math.sqrt(wide / Math.max(1, count));
  const spots = Array.from({length: count}, (_, at) => {
    const angle = at * 2.399963;
    const far = 0.5 * Math.sqrt((at + 0.5) / count);
    return {x: far * Math.cos(angle) * wide, y: far * Math.sin(angle)};
  });
  const most = Math.max(1e-9, ...links.map((link) => link.weight));
  const rounds = count > 80 ? 200 : 400;
  for (let round = 0; round < rounds; round++) {
    const heat = 0.12 * (1 - round / rounds) + 0.002;
    const moves = spots.map(({x, y}) => ({x: (-x * 0.6) / wide, y: -y * 0.6}));
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        const dx = spots[a]!.x - spots[b]!.x;
        const dy = spots[a]!.y - spots[b]!.y;
        const far = Math.max(0.01, Math.hypot(dx, dy));
        const push = (ideal * ideal) / far / far;
        moves[a]!.x += dx * push;
        moves[a]!.y += dy * push;
        moves[b]!.x -= dx * push;
        moves[b]!.y -= dy * push;
      }
    }
    for (const {from, to, weight} of links) {
      if (from === to) continue;
      const dx = spots[from]!.x - spots[to]!.x;
      const dy = spots[from]!.y - spots[to]!.y;
      const pull = (Math.hypot(dx, dy) / ideal) * (0.5 + 0.5 * Math.sqrt(weight / most));
      moves[from]!.x -= dx * pull;
      moves[from]!.y -= dy * pull;
      moves[to]!.x += dx * pull;
      moves[to]!.y += dy * pull;
    }
    for (const [at, move] of moves.entries()) {
      const far = Math.hypot(move.x, move.y);
      const step = far > 0 ? Math.min(far, heat) / far : 0;
      spots[at]!.x += move.x * step;
      spots[at]!.y += move.y * step;
    }
  }
  return scaled(spots);
}

function scaled(spots: readonly Spot[]): Spot[] {
  const span = (of: "x" | "y") => {
    const values = spots.map((spot) => spot[of]);
    const least = Math.min(...values);
    return {least, wide: Math.max(...values) - least};
  };
  const [x, y] = [span("x"), span("y")];
  const share = (value: number, {least, wide}: {least: number; wide: number}) =>
    wide > 1e-9 ? (value - least) / wide : 0.5;
  return spots.map((spot) => ({x: share(spot.x, x), y: share(spot.y, y)}));
}
