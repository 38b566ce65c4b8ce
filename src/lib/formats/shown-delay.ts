/** A frame's time in ms as browsers show it: 10 and less become 100. */
export const shownDelay = (delay: number): number => (delay <= 10 ? 100 : delay);
