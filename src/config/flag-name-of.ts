/** Flags that bear another name than the setting they set: one value each time there, a list here. */
const renamed: Readonly<Record<string, string>> = {
  onlyHosts: 'host',
  skipHosts: 'skip-host',
  allowHosts: 'allow-host',
  oversizedBytes: 'max-bytes',
  maxImageBytes: 'max-bytes',
  oversizedPixels: 'max-pixels',
  depth: 'quick',
};

/** The flag that sets a setting, as it is typed. */
export function flagNameOf(setting: string): string {
  const flag = renamed[setting] ?? setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `--${flag}`;
}
