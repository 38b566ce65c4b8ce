/** Images that are in Redis at once at most; it bounds Redis's memory, and what is asked for again after a loss. */
export const jobsAhead = 1000;
