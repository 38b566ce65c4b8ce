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
  const running = new Set<Promise<void>>();
  const settled: Result[] = [];
  let failure: { readonly error: unknown } | undefined;

  const begin = (item: Item): void => {
    const task: Promise<void> = action(item)
      .then(
        (result) => void settled.push(result),
        (error: unknown) => {
          failure ??= { error };
        },
      )
      .finally(() => running.delete(task));
    running.add(task);
  };

  try {
    for await (const item of items) {
      if (options.signal.aborted || failure) break;
      begin(item);
      if (running.size >= options.atOnce) await Promise.race(running);
      yield* settled.splice(0);
    }
  } catch (error) {
    failure ??= { error };
  }
  while (running.size > 0) {
    await Promise.race(running);
    yield* settled.splice(0);
  }
  yield* settled.splice(0);
  if (failure) throw failure.error;
  options.signal.throwIfAborted();
}
