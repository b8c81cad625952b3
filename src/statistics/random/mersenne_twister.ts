/**
 * numpy's legacy generator (`RandomState`): the Mersenne Twister MT19937 of Matsumoto and Nishimura (1998). With the same
 * seed it gives the same permutations as numpy, and so scikit-learn's splits for a `random_state`.
 */
export class MersenneTwister {
  private readonly state = new Uint32Array(624);
  private at = 624;

  /** @param seed an integer from 0 to 2^32 - 1 */
  constructor(seed: number) {
    let value = seed >>> 0;
    for (let i = 0; i < 624; i++) {
      this.state[i] = value;
      value = (Math.imul(1812433253, value ^ (value >>> 30)) + i + 1) >>> 0;
    }
  }

  /** 32 random bits. */
  bits(): number {
    if (this.at === 624) this.refill();
    let y = this.state[this.at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** Uniform in [0, 1), with 53 bits: numpy's `random_sample`. */
  uniform(): number {
    const a = this.bits() >>> 5;
    const b = this.bits() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  /** A whole number from 0 to `most`, both included, by masked rejection. */
  upTo(most: number): number {
    if (most === 0) return 0;
    let mask = most;
    for (const shift of [1, 2, 4, 8, 16]) mask |= mask >>> shift;
    for (;;) {
      const value = (this.bits() & mask) >>> 0;
      if (value <= most) return value;
    }
  }

  /** 0 to n - 1 in random order: numpy's `permutation`. */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({length: n}, (_, at) => at);
    this.shuffle(order);
    return order;
  }

  /** Shuffles in place. */
  shuffle(values: Uint32Array | Float64Array | number[]): void {
    for (let at = values.length - 1; at > 0; at--) {
      const other = this.upTo(at);
      const kept = values[at]!;
      values[at] = values[other]!;
      values[other] = kept;
    }
  }

  private spare: number | undefined;

  /** A standard normal: numpy's legacy polar method. */
  normal(): number {
    if (this.spare !== undefined) {
      const kept = this.spare;
      this.spare = undefined;
      return kept;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.spare = scale * x;
      return scale * y;
    }
  }

  private refill(): void {
    const state = this.state;
    for (let i = 0; i < 624; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
      state[i] = state[(i + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }
}
