import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type CertificateAuthority, createAuthority } from '../../net/certificates.js';
import { temporaryFolder } from '../temporary-folder.js';

/** How one edge is set; without anything it is set well. */
export interface EdgeSettings {
  /** Where it fetches from; with a path at its end, `/` at least. */
  readonly origin: string;
  /** Undefined: kept for ever. */
  readonly cacheControl?: string;
  readonly cacheKey?: string;
  /** Lines that decide what is kept. */
  readonly cache?: string;
  /** Sites that may show the pictures, as `valid_referers` lists them; empty: all. */
  readonly referers?: string;
  readonly cors?: boolean;
  readonly gzip?: boolean;
  readonly http?: 'redirect' | 'serve';
  readonly https?: boolean;
  /** Days that the certificate is valid. */
  readonly days?: number;
  /** Further lines of the location. */
  readonly lines?: string;
}

export interface NginxEdges {
  /** An address of loopback for each edge, so that it has the usual ports. */
  readonly hosts: readonly string[];
  /** Of the authority that made the certificates, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  /** Sets the edges otherwise; what they have in their caches stays. */
  set(edges: readonly EdgeSettings[]): Promise<void>;
}

/** Caching edges of Debian's nginx with TLS and HTTP/2 on the usual ports; gone when the test ends. */
export async function startEdges(edges: readonly EdgeSettings[]): Promise<NginxEdges> {
  const folder = await temporaryFolder();
  for (const name of ['cache', 'body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) await mkdir(join(folder, name));
  const authority = await createAuthority();
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.ca);
  const net = `127.${randomInt(10, 250)}.${randomInt(0, 250)}`;
  const hosts = edges.map((_, index) => `${net}.${index + 1}`);
  let process_: ChildProcess | undefined;

  async function stop(): Promise<void> {
    if (!process_ || process_.exitCode !== null) return;
    process_.kill('SIGTERM');
    await once(process_, 'exit');
  }

  async function set(settings: readonly EdgeSettings[]): Promise<void> {
    await stop();
    const servers = await Promise.all(
      settings.map((edge, index) => serverOf(edge, hosts[index] ?? '', { folder, authority })),
    );
    await writeFile(join(folder, 'nginx.conf'), configOf(folder, servers));
    process_ = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], { stdio: 'inherit' });
    await Promise.all(hosts.map((host) => untilListening(host, 80)));
  }

  onTestFinished(stop);
  await set(edges);
  return { hosts, caFile, set };
}

function configOf(folder: string, servers: readonly string[]): string {
  return `
daemon off; worker_processes 1; master_process off; pid ${folder}/pid; error_log stderr crit; user root;
load_module /usr/lib/nginx/modules/ngx_http_cache_purge_module.so;
load_module /usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so;
events { worker_connections 4096; }
http {
  access_log off; server_tokens off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  proxy_cache_path ${folder}/cache keys_zone=edge:10m inactive=1d;
  keepalive_requests 100000;
${servers.join('\n')}
}
`;
}

async function serverOf(
  edge: EdgeSettings,
  host: string,
  { folder, authority }: { readonly folder: string; readonly authority: CertificateAuthority },
): Promise<string> {
  const { days = 60, http = 'redirect', https = true } = edge;
  const { key, cert } = await authority.issue(`IP:${host}`, { days });
  const [keyFile, certFile] = [join(folder, `${host}.key`), join(folder, `${host}.cert`)];
  await writeFile(keyFile, key);
  await writeFile(certFile, cert);
  const redirect = `server { listen ${host}:80; location / { return 301 https://$host$request_uri; } }`;
  const listens = [
    ...(https ? [`listen ${host}:443 ssl http2;`] : []),
    ...(http === 'serve' ? [`listen ${host}:80;`] : []),
  ];
  const tls = https ? `ssl_certificate ${certFile}; ssl_certificate_key ${keyFile};` : '';
  return `${http === 'redirect' ? redirect : ''}
server { ${listens.join(' ')} ${tls}
${locationOf(edge)}
}`;
}

function locationOf({
  origin,
  cacheControl = 'public, max-age=31536000, immutable',
  cacheKey = '$host$uri$is_args$args',
  cache = 'proxy_cache edge; proxy_cache_valid 200 1d; proxy_ignore_headers Cache-Control Expires Vary;',
  referers = 'none blog.example.com',
  cors = true,
  gzip = true,
  lines = '',
}: EdgeSettings): string {
  return `
  location / {
    if ($request_method = PURGE) { rewrite ^ /__purge$uri last; }
    ${referers === '' ? '' : `valid_referers ${referers}; if ($invalid_referer) { return 403; }`}
    ${gzip ? 'gzip on; gzip_types image/svg+xml; gzip_proxied any;' : ''}
    proxy_pass ${origin}; proxy_http_version 1.1; proxy_set_header Connection "";
    ${cache} proxy_cache_key ${cacheKey};
    add_header X-Cache $upstream_cache_status always;
    more_set_headers -s "200 206" "Cache-Control: ${cacheControl}";
    ${cors ? 'add_header Access-Control-Allow-Origin https://blog.example.com;' : ''}
    ${lines}
  }
  location ~ ^/__purge(/.*) { internal; set $purged $1; proxy_cache_purge edge $host$purged$is_args$args; }`;
}

async function untilListening(host: string, port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, host);
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
    await wait(50);
  }
  throw new Error(`nginx does not listen on ${host}:${port}`);
}
