import type { VerdictTexts } from '../catalogue.js';

/** What is seen of an image before its bytes are. */
export const serverVerdicts = {
  // the way to its server
  'blocked-by-guard': {
    name: 'in a private network',
    says: 'The address leads into a private network, where readers can’t follow; it was not asked.',
    seen: ['{host}', '{range|term}'],
    advice: 'Give the image a public address. If your readers are in that network: `--allow-host HOST`.',
  },
  'dns-failure': {
    name: 'host does not exist',
    says: 'The host’s name leads nowhere: readers see a broken picture.',
    seen: ['{host}', '{code|term}'],
    advice: 'Put another address into the post; if the host is yours, look at its domain and its DNS records.',
  },
  'tls-failure': {
    name: 'certificate not accepted',
    says: 'Browsers refuse the host’s certificate and show nothing.',
    seen: ['{host}', '{code|term}'],
    advice:
      'Have its owner renew it, or take another address. Behind a company’s proxy, make its certificate known with NODE_EXTRA_CA_CERTS.',
  },
  'connection-failure': {
    name: 'host can’t be reached',
    says: 'No connection comes about, or it breaks off: readers see a broken picture.',
    seen: ['{host}', '{code|term}'],
    advice: 'It was tried several times. Check again later; if it stays so, put another address into the post.',
  },
  'no-answer': {
    name: 'no answer',
    says: 'The host does not answer: readers wait, and see nothing.',
    seen: ['{host}', 'none within {ms|duration}'],
    advice: 'Check again later; if it stays so, put another address into the post.',
  },
  'redirect-loop': {
    name: 'sent in a circle',
    says: 'The server sends browsers in a circle, and they give up.',
    seen: ['{hops}'],
    advice: 'Correct the redirects if the server is yours; else put another address into the post.',
  },
  'too-many-redirects': {
    name: 'sent on too often',
    says: 'The server sends on and on, and browsers give up.',
    seen: ['{hops}'],
    advice: 'Open the address in a browser and put the one that it ends at into the post.',
  },
  'redirect-invalid': {
    name: 'sent on to no address',
    says: 'The server sends on to an address that can’t be followed: readers see a broken picture.',
    seen: ['HTTP {status}', 'to {location}'],
    advice: 'Correct the redirect if the server is yours; else put another address into the post.',
  },
  offline: {
    name: 'no network here',
    says: 'This machine is not connected, or its proxy lets nothing pass: nothing can be said of the image.',
    seen: ['{code|term}', 'proxy {proxy}'],
    advice:
      'Connect, or look at the proxy that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names, and check again; `--local` checks files alone.',
  },
  'given-up': {
    name: 'given up by workers',
    says: 'The workers of the queue could not look at it: nothing is known of the image.',
    seen: ['{code}'],
    advice:
      '`imgferry queue failed` shows the whole error. Mend its cause, then `imgferry queue retry`, then check again.',
  },
  // what its server said
  'not-found': {
    name: 'not there',
    says: 'Its server has no such image: readers see a broken picture.',
    seen: ['HTTP {status}'],
    advice: 'Correct the address, put a copy of the image elsewhere, or take it out of the post.',
  },
  gone: {
    name: 'gone for good',
    says: 'Its server has taken the image away for good: readers see a broken picture.',
    seen: ['HTTP {status}'],
    advice: 'Put a copy of the image elsewhere, or take it out of the post.',
  },
  forbidden: {
    name: 'forbidden',
    says: 'Its server does not hand it out to readers of your site: they see a broken picture.',
    seen: ['HTTP {status}'],
    advice:
      'If the image is yours, look at its rights and hotlink protection; else keep a copy of your own. Is `site:` in the configuration your site’s address?',
  },
  'http-error': {
    name: 'refused by its server',
    says: 'Its server answers with an error and without an image: readers see a broken picture.',
    seen: ['HTTP {status}'],
    advice: 'Open the address in a browser; correct it, or put a copy of the image elsewhere.',
  },
  'server-error': {
    name: 'server fails',
    says: 'Its server failed each time it was asked: readers see a broken picture.',
    seen: ['HTTP {status}'],
    advice: 'Check again later; if it stays so, tell its owner, or put another address into the post.',
  },
  'expired-signature': {
    name: 'signature expired',
    says: 'The address was signed for a time that is over: readers see a broken picture.',
    seen: ['HTTP {status}', 'until {expires|time}'],
    advice: 'Use an address without a signature: make the object public, or keep a public copy of the image.',
  },
  'length-mismatch': {
    name: 'shorter than promised',
    says: 'The server sends fewer bytes than it promises: readers see part of it, or nothing.',
    seen: ['{expected|bytes} promised', '{found|bytes} came'],
    advice: 'Put the image there again; if it stays so, the server’s Content-Length is wrong.',
  },
  'encoding-mismatch': {
    name: 'packed otherwise than it says',
    says: 'Its Content-Encoding is false: browsers can’t unpack it and show nothing.',
    seen: ['Content-Encoding {found}'],
    advice: 'Let the server send the image without Content-Encoding, and store it unpacked.',
  },
  'blocked-by-nosniff': {
    name: 'blocked by nosniff',
    says: 'The server calls it something that is no image and forbids browsers to look for themselves: they show nothing.',
    seen: ['Content-Type {contentType}'],
    advice: 'Let the server send the image’s own Content-Type; `X-Content-Type-Options: nosniff` is no trouble then.',
  },
  'blocked-by-type': {
    name: 'blocked by its type',
    says: 'Its server calls it something that browsers take for no image, whatever its bytes are: they show nothing.',
    seen: ['Content-Type {contentType}'],
    advice: 'Let the server send the image’s own Content-Type: image/png, image/jpeg, …',
  },
  'blocked-by-corp': {
    name: 'kept for its own site',
    says: 'Its server allows it on its own site alone (Cross-Origin-Resource-Policy): on yours browsers show nothing.',
    seen: ['{found}'],
    advice: 'Send `Cross-Origin-Resource-Policy: cross-origin` if the server is yours; else keep a copy of your own.',
  },
  'blocked-mixed-content': {
    name: 'http alone, on an https site',
    says: 'Your site is https: browsers ask for this http address by https, where it does not answer with the image.',
    seen: ['{host}'],
    advice: 'Put the image where it is served by https.',
  },
  'type-breaks-svg': {
    name: 'SVG by a wrong type',
    says: 'Browsers tell an SVG from other images by its Content-Type, and this one is wrong: they show nothing.',
    seen: ['Content-Type {contentType}'],
    advice: 'Let the server send `Content-Type: image/svg+xml` for an SVG, and for nothing else.',
  },
  'rate-limited': {
    name: 'asked too often',
    says: 'Its server was asked too often and refused to the end; readers may well see the image.',
    seen: ['HTTP {status}'],
    advice: 'Check again later, or ask more slowly: `hosts:` with a `rate:` in the configuration.',
  },
  'login-wall': {
    name: 'behind a login',
    says: 'Its server wants a login: readers without one see nothing.',
    seen: ['HTTP {status}', 'at {location}'],
    advice: 'Put the image where everyone may see it. If all your readers have a login, give one under `hosts:`.',
  },
  'bot-challenge': {
    name: 'wants to see a person',
    says: 'Its server lets people at browsers in, and no program: what readers see can’t be told from here.',
    seen: ['HTTP {status}'],
    advice: 'Look at it in a browser; keep a copy of your own to be sure of it.',
  },
  'too-large': {
    name: 'too large to be read',
    says: 'It is larger than what is read of an image here: its end was not looked at.',
    seen: ['{bytes|bytes}', 'at most {limit|bytes}'],
    advice: 'Make it smaller: readers wait for it too. If it is meant so, raise `maxBytes:` in the configuration.',
  },
  'too-slow': {
    name: 'too slow to be read',
    says: 'It did not come whole in the time that an image is given here; readers wait as long.',
    seen: ['{bytes|bytes}', '{ms|duration}'],
    advice: 'Check again later, or give it more time: `imageTimeout: 5m` in the configuration.',
  },
  'encoding-unsupported': {
    name: 'packed in a way unknown here',
    says: 'Its Content-Encoding can’t be unpacked here; browsers may know it.',
    seen: ['Content-Encoding {found}'],
    advice: 'Look at it in a browser. An image gains nothing by Content-Encoding: leave it out if the server is yours.',
  },
  'answer-malformed': {
    name: 'an answer that breaks the rules',
    says: 'Its server’s answer breaks the rules of HTTP and can’t be read here; browsers may forgive it.',
    seen: ['{host}', '{code|term}'],
    advice: 'Look at it in a browser, and tell the server’s owner.',
  },
  'error-status-with-image': {
    name: 'an error with an image',
    says: 'Browsers show what comes, but the server calls it an error: it may be a placeholder, and caches drop it.',
    seen: ['HTTP {status}'],
    advice: 'Look at it in a browser. If it is the right picture and the server is yours, let it answer 200.',
  },
  'octet-stream': {
    name: 'served without its type',
    says: 'It shows in posts; opened by itself it is downloaded.',
    seen: ['Content-Type {contentType}'],
    advice: 'Set its Content-Type: image/png, image/jpeg, …',
  },
  attachment: {
    name: 'served as a download',
    says: 'It shows in posts; opened by itself it is downloaded.',
    seen: ['{disposition}'],
    advice: 'Leave `Content-Disposition: attachment` out. OSS adds it at its default domain; a custom domain ends it.',
  },
  redirected: {
    name: 'moved for good',
    says: 'It shows by a detour: the server says that its address has changed for good.',
    seen: ['now {location}'],
    advice: 'Put the new address into the post.',
  },
  insecure: {
    name: 'http on an https site',
    says: 'Your site is https and this address is http: browsers ask by https in its place, feed readers and mails don’t.',
    seen: ['shows by https: {https|term}'],
    advice: 'Write https:// into the post where the host answers by it; else put the image elsewhere.',
  },
  'hotlink-protected': {
    name: 'hotlink protection',
    says: 'It depends on the Referer: some readers see it, in feed readers, mails or previews others don’t.',
    seen: ['HTTP {withReferer} with a Referer', 'HTTP {withoutReferer} without'],
    advice: 'Allow your site, and requests without a Referer, in its hotlink protection; or keep a copy of your own.',
  },
  'expiring-soon': {
    name: 'expires soon',
    says: 'The address is signed for a time that ends soon: after that readers see nothing.',
    seen: ['until {expires|time}'],
    advice: 'Use an address without a signature: make the object public, or keep a public copy of the image.',
  },
} satisfies Partial<VerdictTexts>;
