/** The tests of the room that `scripts/mutation.mjs` mutates, and no others: they run once for each change. */
export default {
  test: {
    include: JSON.parse(process.env.IMGFERRY_MUTATION_TESTS ?? '[]'),
    setupFiles: ['scripts/mutation/short-properties.mjs'],
    isolate: false,
    testTimeout: 20_000,
  },
};
