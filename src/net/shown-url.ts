/** An address as it may be shown and recorded: without a name and password in it. */
export function shownUrl(url: URL): string {
  if (url.username === '' && url.password === '') return url.href;
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

/** Where a redirect led: its query left out, since it may be a signature that opens the object for a while. */
export function shownHop(url: URL): string {
  const shown = new URL(shownUrl(url));
  const hasQuery = shown.search !== '';
  shown.search = '';
  return hasQuery ? `${shown.href}?…` : shown.href;
}

/** Whether an address has a name or a password in it. */
export function hasPassword(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && (url.username !== '' || url.password !== '');
}
