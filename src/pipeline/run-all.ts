/**
 * Runs an action over many items, so many at once, and yields results as they come (not in order). The first error
 * that an action or the items throw stops the taking of items; what was begun is awaited, then the error is thrown.
 *
 * @param items read one by one, when a place is free: never all in memory
 */
export async function* runAll<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  action: (item: Item) => Promise<Result>,
  options: { readonly atOnce: number; readonly signal: AbortSignal },
): AsyncGenerator<Result> {
  let running = 0;
  const settled: Result[] = [];
  let failure: { readonly error: unknown } | undefined;
  let tell: () => void = () => undefined;
  let change = nextChange();

  /** One promise for all that run: a race over each of a thousand would cost a thousand times as much. */
  function nextChange(): Promise<void> {
    return new Promise((resolve) => {
      tell = resolve;
    });
  }

  const begin = (item: Item): void => {
    running += 1;
    void action(item)
      .then(
        (result) => void settled.push(result),
        (error: unknown) => {
          failure ??= { error };
        },
      )
      .finally(() => {
        running -= 1;
        tell();
      });
  };

  async function oneEnds(): Promise<void> {
    await change;
    change = nextChange();
  }

  try {
    for await (const item of items) {
      if (options.signal.aborted || failure) break;
      begin(item);
      while (running >= options.atOnce) await oneEnds();
      yield* settled.splice(0);
    }
  } catch (error) {
    failure ??= { error };
  }
  while (running > 0) {
    await oneEnds();
    yield* settled.splice(0);
  }
  yield* settled.splice(0);
  if (failure) throw failure.error;
  options.signal.throwIfAborted();
}
