import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';

/** What a server's TLS says of it. */
export interface TlsFacts {
  /** Epoch ms at which its certificate ends. */
  readonly certificateEnds: number;
  /** Chosen by ALPN; `h2` where the server speaks HTTP/2. */
  readonly protocol: string;
}

/**
 * Connects, looks at the certificate and hangs up.
 *
 * @param connect decides who may be connected to; rejects with what it fails with
 */
export function inspectTls(url: URL, connect: buildConnector.connector): Promise<TlsFacts> {
  const { host, hostname, port } = url;
  const servername = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : ''; // RFC 6066, 3: a name, never an address
  const target = { host, hostname, port: port === '' ? '443' : port, protocol: 'https:', servername };
  return new Promise((resolve, reject) => {
    connect(target, (error, socket) => {
      if (error || !socket) return reject(error ?? new Error('no socket'));
      const tls = socket as TLSSocket;
      const certificateEnds = Date.parse(tls.getPeerCertificate().valid_to);
      resolve({ certificateEnds, protocol: tls.alpnProtocol || 'http/1.1' });
      tls.destroy();
    });
  });
}
