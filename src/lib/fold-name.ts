/** A name as systems compare it that ignore case and composition. */
export const foldName = (name: string): string => name.normalize('NFC').toLowerCase();
