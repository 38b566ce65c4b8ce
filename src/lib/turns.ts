/** Who may go when, by name, evenly spread: never two at once. */
export interface Turns {
  /**
   * Takes the next turn.
   *
   * @param amount what the turn is worth, of `perSecond`
   * @returns how long to wait for it, in ms
   */
  take(name: string, perSecond: number, amount: number): number | Promise<number>;
}

/** For the requests of one process. */
export function createTurns(now: () => number): Turns {
  const freeAt = new Map<string, number>();
  return {
    take(name, perSecond, amount) {
      const at = now();
      const turn = Math.max(at, freeAt.get(name) ?? at);
      freeAt.set(name, turn + (amount * 1000) / perSecond);
      return turn - at;
    },
  };
}
