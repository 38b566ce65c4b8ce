import type { ErrorText } from '../catalogue.js';

/** For an address that is read as its readers do, to see that it serves what it should. */
const readersWay =
  'Readers see the image at this address: check that it is right, the domain, and the bucket’s rights. Then run the same command again.';

/** For an address that links are to lead to, and for the one that they lead to now. */
const newAddress =
  'The new address has to serve the image before links lead there: check the domain, and that the bucket has it. Then run the same command again.';
const oldAddress =
  'The new address is compared with the old one, where no run has recorded its bytes. If the old host is gone, fetch from the new one: `imgferry migrate POSTS --to STORE --remap OLD=NEW`.';

const readingCases = {
  'hint=new-address': { advice: newAddress },
  'hint=old-address': { advice: oldAddress },
  'hint=public-read': { advice: readersWay },
} as const;

/** What became of one image on its way here. */
export const imageErrors = {
  URL_INVALID: {
    title: 'This is no address',
    expected: 'https://HOST/PATH or http://HOST/PATH',
    advice: 'Correct the link in the post.',
    cases: {
      'hint=upload': { advice: 'Name a file, or an address that begins with https:// or http://.' },
    },
  },
  ADDRESS_BLOCKED: {
    title: 'The address leads into a private network[[ ({hint|term})]]; it was not asked',
    found: '[[{address}]]',
    advice: 'If it is meant, allow the host: `--allow-host {host}`.',
  },
  DNS_FAILED: {
    title: 'The host does not exist, or its name can’t be resolved[[: {host}]]',
    found: '[[{reason|term}]]',
    advice:
      'Open the address in a browser. If the host is gone, fetch from a copy: `--remap https://{host}/=file:backup/`.',
    cases: readingCases,
  },
  TLS_FAILED: {
    title: 'The host’s certificate is not accepted[[: {host}]]',
    found: '[[{reason|term}]]',
    advice:
      'Have its owner renew it; behind a company’s proxy, make its certificate known with NODE_EXTRA_CA_CERTS. imgferry never goes on without checking.',
    cases: {
      'reason=ERR_SSL_WRONG_VERSION_NUMBER': {
        title: 'The host does not speak TLS at this port[[: {host}]]',
        advice: 'Correct the address in the post: the port, or http:// in place of https://.',
      },
    },
  },
  CONNECTION_FAILED: {
    title: 'The host can’t be reached[[: {host}]]',
    found: '[[{reason|term}]][[ through the proxy {proxy}]]',
    advice: 'It was tried several times. Run the same command again later, or fetch from a copy with `--remap`.',
    cases: {
      proxy: {
        title: 'The host can’t be reached through the proxy[[: {host}]]',
        advice:
          'HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names the proxy; hosts in NO_PROXY are asked without it. Then run the same command again.',
      },
      ...readingCases,
    },
  },
  RESPONSE_TIMEOUT: {
    title: 'The host did not answer in time[[ ({phase|term})]]',
    expected: '[[an answer within {ms|duration}]]',
    advice: 'Run the same command again later, or give it more time: `imageTimeout: 5m` in the configuration.',
  },
  RESPONSE_CUT: {
    title: 'The connection broke off in the middle',
    expected: '[[{expected|bytes}]]',
    found: '[[{found|bytes}]]',
    advice: 'It was tried several times. Run the same command again later.',
  },
  HTTP_STATUS: {
    title: 'The host does not hand out the image[[ (HTTP {status})]]',
    expected: 'the image (HTTP 200)',
    advice: 'Open the address in a browser. With a copy at hand: `--remap FROM=file:backup/`.',
    cases: {
      'hint=new-address': { found: '[[{url}]]', advice: newAddress },
      'hint=old-address': { found: '[[{url}]]', advice: oldAddress },
      'hint=public-read': { advice: readersWay },
      'hint=challenge': {
        title: 'The host wants to see a person at a browser[[ (HTTP {status})]]',
        advice: 'It can’t be fetched by a program. Save the image by hand and use `--remap FROM=file:backup/`.',
      },
      'status=404': {
        title: 'The image is not there (HTTP 404)',
        advice:
          'It is gone at its host. With a copy at hand: `--remap FROM=file:backup/`; else take the link out of the post.',
      },
      'status=410': {
        title: 'The image is gone for good (HTTP 410)',
        advice: 'With a copy at hand: `--remap FROM=file:backup/`; else take the link out of the post.',
      },
      'status=401': {
        title: 'The host wants a password (HTTP 401)',
        advice: 'Give it in the configuration: `hosts: {{HOST}}: headers: authorization: …` by a variable.',
      },
      'status=403': {
        title: 'The host forbids it (HTTP 403)',
        advice:
          'Often hotlink protection: set `site:` to your site’s address, or `hosts:` with a `referer:` that the host accepts. A signed address may have expired.',
      },
      'status=451': {
        title: 'The host may not show it (HTTP 451)',
        advice: 'With a copy at hand: `--remap FROM=file:backup/`.',
      },
    },
  },
  HTTP_BUSY: {
    title: 'The host is busy or failing[[ (HTTP {status})]]',
    found: '[[asked to wait {retryAfter|duration}]]',
    advice:
      'It was tried several times. Run the same command again later, or ask more slowly: `hosts:` with a `rate:` in the configuration.',
  },
  REDIRECT_INVALID: {
    title: 'The host sends on to an address that can’t be followed',
    advice: 'Open the address in a browser and put the one that it ends at into the post.',
  },
  TOO_MANY_REDIRECTS: {
    title: 'The host sends on and on',
    expected: '[[at most {expected} redirects]]',
    found: '[[{hops}]]',
    advice: 'Open the address in a browser and put the one that it ends at into the post.',
    cases: { 'hint=loop': { title: 'The host sends in a circle' } },
  },
  TOO_LARGE: {
    title: 'The image is larger than allowed',
    expected: '[[at most {expected|bytes}]][[at most {limit|bytes}]]',
    found: '[[{found|bytes}]]',
    advice: 'Raise `maxBytes:` in the configuration if it is meant to be that large.',
  },
  FILE_MISSING: {
    title: 'The file is not there',
    advice: 'Check the spelling and the case of its letters in the post. `imgferry scan` shows how it was understood.',
    cases: {
      'hint=upload': { advice: 'Check the spelling; a path starts at the folder you are in.' },
    },
  },
  FILE_UNREADABLE: {
    title: 'The file can’t be read',
    found: '[[{found|term}]][[{reason|term}]]',
    advice: 'Check its rights: `ls -l {path|shell}`.',
  },
  FILE_CHANGED: {
    title: 'The file changed while it was being read',
    advice: 'Let the program that writes it finish, then run the same command again.',
  },
  FILE_NOT_WRITABLE: {
    title: 'The image’s file can’t be written to',
    found: '[[{found|term}]]',
    advice: 'Check the rights of the file and of its folder: `ls -l {path|shell}`. It was left as it is.',
  },
  ORIGINAL_MISSING: {
    title: 'The original was not kept, or is gone',
    expected: '[[{original}]]',
    advice: 'Take it from a backup or from git. What stands there now was left as it is.',
  },
  REPLACED_SINCE: {
    title: 'The image was changed after the run, and stays as it is now',
    expected: '[[the bytes that the run wrote (sha256 {expected})]]',
    found: '[[{found|term}]]',
    advice: 'To have the original all the same, copy it back by hand[[: {original}]].',
    cases: {
      'hint=headers': {
        title: 'The object’s headers were changed after the run, and stay as they are now',
        expected: '[[those that the run wrote ({expected})]]',
        advice:
          '`imgferry stat` shows what it has. Change the configuration and run `imgferry headers`, to have others.',
      },
    },
  },
  IMAGE_BROKEN: {
    title: 'This is no image that a browser shows[[: {reason|reason}]]',
    expected: 'a whole image',
    found: '[[{found|term}]]',
    advice: 'Open the address in a browser. With a good copy at hand: `--remap FROM=file:backup/`.',
    cases: {
      'hint=upload': { advice: 'Look at the file in a viewer: is it the right one, and whole?' },
      'hint=content-encoding': { title: 'The answer is packed in a way that can’t be unpacked[[: {found}]]' },
      path: {
        advice: 'Put the file there again from a good copy; `imgferry explain FILE` says what is wrong with it.',
      },
    },
  },
  ENCODE_FAILED: {
    title: 'The image can’t be encoded[[ as {target}]]',
    found: '[[{found|term}]]',
    advice: 'Keep its bytes: `--optimize off`, or its format: `--image-format keep`.',
  },
} as const satisfies Record<string, ErrorText>;
