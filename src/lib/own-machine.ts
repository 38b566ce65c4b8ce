/**
 * Whether a host is this machine itself by its name, so that browsers trust it without https (Secure Contexts, 3.1).
 *
 * @param host as the URL parser writes it
 */
export const isOwnMachine = (host: string): boolean => /^(?:127\.[\d.]+|\[::1\])$|(?:^|\.)localhost\.?$/.test(host);
