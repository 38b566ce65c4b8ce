import type { CdnFindingTexts } from '../catalogue.js';

export const cdnFindings: CdnFindingTexts = {
  'not-served': {
    name: 'not served',
    says: 'The edge does not answer with the picture: readers see a broken one.',
    seen: ['HTTP {status}', '{found|term}', '{type}', '{code|term}', 'in the store: {store|term}'],
    advice:
      'Absent in the store too: `imgferry check` and `imgferry repair` mend the post. Present there: look at the origin that the CDN is set to (host, Host header, path) and at its access rules. ADDRESS_BLOCKED: it was not asked, for it is private; `--allow-host HOST` does.',
  },
  'cached-404': {
    name: 'remembers that it was absent',
    says: 'The store has the object, and the edge still answers that there is none: it keeps an old 404.',
    seen: ['HTTP {status}', 'for {age|duration} already'],
    advice:
      'Refresh the address: `imgferry cdn refresh URL --write`. Keep errors for a few seconds only (aliyun: status code expiration time; nginx: `proxy_cache_valid 404 10s`; cloudflare: Cache Rules, status code TTL).',
  },
  'edge-stale': {
    name: 'serves old bytes',
    says: 'The edge serves other bytes than the store has: readers see the old picture.',
    seen: ['store {expected}', 'edge {found}', '{bytes|bytes} instead of {expectedBytes|bytes}'],
    advice:
      'Refresh the address: `imgferry cdn refresh URL --write`; `--cdn-refresh` does it after each run. Names made of a digest never need it.',
  },
  'wrong-type': {
    name: 'wrong Content-Type',
    says: 'The edge names another type than the bytes have: some browsers show nothing, others save a file.',
    seen: ['{type|term}', 'is {expected}', '{found|term}'],
    advice:
      'Set the object’s Content-Type in the store and refresh the address; take a `Content-Type` out of the CDN’s response header rules.',
  },
  attachment: {
    name: 'saved instead of shown',
    says: 'The answer says Content-Disposition: attachment: a picture that is opened by itself is downloaded.',
    seen: ['{header}'],
    advice:
      'Serve it from a domain of your own (OSS forces downloads at its default one), and take Content-Disposition out of the object’s headers and the CDN’s rules.',
  },
  'short-cache': {
    name: 'kept too shortly',
    says: 'Browsers ask for the picture again and again: readers wait, and every look is paid for.',
    seen: ['kept for {ms|duration}', 'expected {expected|duration} or more', '{header|term}'],
    advice:
      'Send `Cache-Control: public, max-age=2592000` (aliyun: modify outgoing response headers; nginx: `expires 30d`; cloudflare: Browser Cache TTL); with a digest in its name `max-age=31536000, immutable`.',
  },
  'not-immutable': {
    name: 'could be kept for ever',
    says: 'The name is made of the bytes, so it never gets others; browsers still ask whether it changed.',
    seen: ['{digest}', '{header|term}'],
    advice: 'Send `Cache-Control: public, max-age=31536000, immutable` for these names.',
  },
  'no-validator': {
    name: 'can’t be asked whether it changed',
    says: 'There is neither ETag nor Last-Modified: when its time is over it is sent whole again.',
    advice:
      'Let the origin’s ETag or Last-Modified through (nginx: no `etag off`, no `proxy_hide_header ETag`; aliyun: no rule that removes them).',
  },
  'set-cookie': {
    name: 'sets a cookie',
    says: 'A picture with Set-Cookie is kept by few edges, and gives readers’ sessions to each other where it is.',
    seen: ['{cookie}'],
    advice:
      'Remove it for pictures (nginx: `proxy_hide_header Set-Cookie` and `proxy_ignore_headers Set-Cookie`; cloudflare: turn off what sets it), or serve them from a host without cookies.',
  },
  'no-hit': {
    name: 'not kept by the edge',
    says: 'Asked again, the edge fetches it from the origin again: readers wait, and the origin’s traffic is paid for.',
    seen: ['{header}'],
    advice:
      'Give its path a cache rule (aliyun: cache expiration by directory or file type; nginx: `proxy_cache_valid 200 30d`; cloudflare: Cache Rules, eligible for cache), and look for Set-Cookie, `no-store` or `Vary` that forbid it.',
  },
  'vary-missing': {
    name: 'format negotiated without Vary',
    says: 'Which format a browser gets depends on its Accept, and the answer doesn’t say so: caches give one browser what another asked for.',
    seen: ['{found}', '{other}'],
    advice:
      'Send `Vary: Accept` and make Accept a part of the cache key (aliyun: image format conversion does both; nginx: a `map` of `$http_accept` in `proxy_cache_key`), then refresh.',
  },
  'vary-too-wide': {
    name: 'kept many times over',
    says: 'Its Vary names what differs from reader to reader: hardly any answer comes from the cache.',
    seen: ['Vary: {vary}'],
    advice:
      'Take these names out of Vary at the origin, or have the edge ignore it (nginx: `proxy_ignore_headers Vary`).',
  },
  'query-ignored': {
    name: 'query has no effect',
    says: 'The edge answers the same whatever the query says: processing and version numbers in it do nothing.',
    seen: ['{query}'],
    advice:
      'Keep the parameter in the cache key and send it to the origin (aliyun: do not ignore parameters, or keep this one; nginx: `$is_args$args` in `proxy_cache_key`; cloudflare: cache level Standard).',
  },
  'query-splits-cache': {
    name: 'kept once for each query',
    says: 'The query changes nothing, and every other one is fetched and kept anew.',
    seen: ['{query}'],
    advice:
      'Have the edge ignore this parameter (aliyun: ignore parameters; nginx: `proxy_cache_key` without `$args`; cloudflare: Cache Rules, cache key, query string), or take it out of the posts: `imgferry relink`.',
  },
  'no-https': {
    name: 'no https',
    says: 'The host does not answer by https: on an https site browsers load it by https, and show nothing.',
    seen: ['{host}', '{found|term}'],
    advice:
      'Give the domain a certificate in the CDN’s console (aliyun and cloudflare have free ones), then change the posts: `imgferry relink --map http://HOST/=https://HOST/`.',
  },
  'http-not-redirected': {
    name: 'http not redirected',
    says: 'The host answers by http as well instead of sending readers on to https.',
    seen: ['{host}', 'HTTP {status}'],
    advice:
      'Turn on the redirect (aliyun: force redirect to HTTPS; nginx: `return 301 https://$host$request_uri`; cloudflare: Always Use HTTPS).',
  },
  'certificate-expiring': {
    name: 'certificate ends',
    says: 'The host’s certificate ends soon, or has ended: then browsers show nothing.',
    seen: ['{host}', '{ends|time}', '{found|term}'],
    advice:
      'Renew it now, and have it renewed by itself. `imgferry cdn domains` lists the certificates of the account.',
  },
  'slow-first-byte': {
    name: 'slow',
    says: 'Even from its cache the edge takes long to begin.',
    seen: ['{ms|duration}', 'expected {expected|duration} at most'],
    advice:
      'Measure from where your readers are. If it is slow there too: look for `no-hit`, a region that the CDN’s plan leaves out, or an edge that asks its origin each time.',
  },
  'svg-uncompressed': {
    name: 'SVG sent uncompressed',
    says: 'An SVG is text, and is sent without gzip or Brotli: three to five times as many bytes.',
    seen: ['{bytes|bytes}'],
    advice:
      'Turn on compression for `image/svg+xml` (aliyun: Gzip and Brotli; nginx: `gzip on; gzip_types image/svg+xml;`).',
  },
  'range-broken': {
    name: 'parts answered wrongly',
    says: 'Asked for a part, the edge answers with an error or with other bytes: interrupted downloads and some viewers fail.',
    seen: ['HTTP {status}', '{bytes|bytes}', '{header|term}'],
    advice:
      'Let the edge answer Range itself (aliyun: range origin fetch; nginx: no `Range` sent on to the origin, or `slice`), and refresh what it kept wrongly.',
  },
  'cors-missing': {
    name: 'scripts may not read it',
    says: 'Scripts of the site may not read the picture (canvas, fetch), though the configuration says that they do.',
    seen: ['expected {expected}', 'found {found|term}'],
    advice:
      'Send `Access-Control-Allow-Origin` for the site at the edge, not at the bucket alone (aliyun: modify outgoing response headers; nginx: `add_header Access-Control-Allow-Origin`).',
  },
  'hotlink-open': {
    name: 'other sites may show it',
    says: 'Any site may show the picture at your cost, though the configuration says that it may not.',
    seen: ['HTTP {status}'],
    advice:
      'Allow your own sites alone (aliyun: Referer whitelist; nginx: `valid_referers`; cloudflare: Hotlink Protection), and an empty Referer for feed readers.',
  },
  'hotlink-blocks-own': {
    name: 'blocks your own site',
    says: 'The edge refuses the picture to the pages of your own site, and gives it to who sends no Referer.',
    seen: ['HTTP {status}', '{site}'],
    advice: 'Add the site’s host to the Referer whitelist (with and without www).',
  },
  'origin-exposed': {
    name: 'bucket can be read past the CDN',
    says: 'The bucket’s own address answers everybody: it can be read past the CDN, with its rules, at a higher price.',
    seen: ['{origin}', 'HTTP {status}'],
    advice:
      'Make the bucket private and let the CDN alone read it (aliyun: origin fetch from private buckets; CloudFront: origin access control).',
  },
};
