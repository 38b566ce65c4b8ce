import type { ErrorText } from '../catalogue.js';

/** What the store, the disk or the ledger said, and objects that are not what they should be. */
export const storeErrors = {
  STORE_UNREACHABLE: {
    title: 'The store [[“{store}” ]]can’t be reached',
    found: '[[{reason|term}]][[ at {host}]]',
    advice: 'Check the network and the endpoint, then run the same command again: it goes on where it stopped.',
    cases: {
      'reason=ERR_SSL_WRONG_VERSION_NUMBER': {
        title: 'The store’s server does not speak TLS at this port[[: {host}]]',
        found: '[[{reason|term}]]',
        advice:
          'Correct the port. Where it is meant to go unencrypted, the endpoint is `http://HOST:PORT` (`webdav://`).',
      },
      'found=TLS_FAILED': {
        title: 'The certificate of the store’s server is not accepted[[: {host}]]',
        found: '[[{reason|term}]]',
        advice:
          'Renew it, or name the host as the certificate does. If it is signed by itself or by an authority of your own: NODE_EXTRA_CA_CERTS names the file with that certificate (PEM). imgferry never goes on without checking.',
      },
      proxy: {
        title: 'The store [[“{store}” ]]can’t be reached through the proxy {proxy}',
        advice:
          'HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names the proxy (a password: `http://USER:PASSWORD@HOST:PORT`); hosts in NO_PROXY are asked without it. Then run the same command again.',
      },
    },
  },
  STORE_ERROR: {
    title: 'The store failed',
    found: '[[{found|term}]][[: {reason|term}]][[ (HTTP {status})]][[ at {host}]]',
    advice: 'Run the same command again later: what is stored is not sent twice.',
  },
  STORE_REFUSED: {
    title: 'The store refuses this object',
    found: '[[{found|term}]][[ (HTTP {status})]]',
    advice: 'Choose another `--key` template, or move what stands in the way.',
    cases: {
      'hint=own-acl': {
        title: 'The object has an access list of its own, which a copy would lose',
        advice: 'Change its headers in the provider’s console, or take the grants by name away first.',
      },
      'hint=too-large': {
        title: 'The store takes no object of this size in one piece',
        expected: '[[at most {expected|bytes}]]',
        found: '[[{found|bytes}]]',
        advice: 'Make it smaller, or bring it there with the provider’s own tool.',
      },
    },
  },
  CLOCK_SKEWED: {
    title: 'This machine’s clock is wrong',
    expected: 'at most 15 minutes from the store’s clock[[ ({expected})]]',
    advice: 'Set the clock (`timedatectl set-ntp true`), then run the same command again.',
  },
  DISK_FULL: {
    title: 'There is no room left on the disk',
    expected: '[[{expected|bytes} free]]',
    advice: 'Make room, then run the same command again: it goes on where it stopped. Nothing half-written was left.',
    cases: { 'hint=store': { title: 'There is no room left in the store[[ “{bucket}”]]' } },
  },
  TOO_MANY_FILES: {
    title: 'This process may open no more files',
    found: '[[{found}]]',
    advice: 'Run it with a higher limit (`ulimit -n 4096`) or a lower `--concurrency`: it goes on where it stopped.',
  },
  LEDGER_LOCKED: {
    title: 'Another imgferry is at work here',
    expected: 'one run at a time',
    found: '[[process {pid}]][[ on {host}]][[ since {since|time}]]',
    advice: 'Wait until it is done. On this machine `ps -p {pid}` shows it; a dead one is taken over by itself.',
  },
  LEDGER_CORRUPT: {
    title: 'The ledger is damaged',
    found: '[[{found|term}]]',
    advice:
      'Move it away (`mv {path|shell} {path|shell}.broken`) and run the command again: images are fetched and compared once more, and nothing is overwritten. `undo` needs the old file: keep it.',
    cases: {
      'hint=foreign-file': {
        title: 'The file is no ledger',
        advice: 'Name another file with `--ledger`, or move this one away: `mv {path|shell} {path|shell}.other`.',
      },
      'hint=empty-file': { title: 'The ledger is an empty file' },
    },
  },
  LEDGER_FAILED: {
    title: 'The ledger can’t be used',
    advice: 'Check the disk and the rights of the folder .imgferry, then run the same command again.',
    cases: {
      'hint=newer-version': {
        title: 'A newer imgferry made this ledger',
        expected: '[[version {expected} or older]]',
        found: '[[version {found}]]',
        advice: 'Bring this imgferry up to date: `npm i -g imgferry@latest`.',
      },
    },
  },
  PUBLIC_ADDRESS_UNREADABLE: {
    title: 'What was stored can’t be read at its public address',
    expected: 'the stored bytes',
    found: '[[{found|term}]][[ (HTTP {status})]]',
    advice:
      'Check `publicUrl`, the bucket’s rights and the domain. `--verify stored` goes on without it; `imgferry verify` asks later. No post was changed.',
    cases: {
      'hint=dns': {
        advice:
          'The name {host} does not resolve: check the CNAME record. `--verify stored` goes on without; no post was changed.',
      },
      'hint=certificate': {
        advice:
          'The certificate of {host} is not accepted: bind one to the domain in the console. `--verify stored` goes on without; no post was changed.',
      },
      'hint=access': {
        advice:
          'Readers may not read the bucket: make it public-read, or let the CDN in (private back-to-origin), and look at its Referer rules. `--verify stored` goes on without; no post was changed.',
      },
      'hint=other-bytes': {
        advice:
          'Something else is served there: does `publicUrl` lead to this bucket and this prefix, does the CDN change images or keep an old answer? No post was changed.',
      },
      'hint=guard': {
        advice: 'The address is in a private network: allow it with `--allow-host {host}`. No post was changed.',
      },
      'hint=connection': {
        advice: '{host} does not answer: check the domain and its port. `--verify stored` goes on without.',
      },
    },
  },
  LISTING_FAILED: {
    title: 'The store could not be listed to its end',
    found: '[[{found|term}]][[ (HTTP {status})]]',
    advice: 'Run the same command again: what was moved stays, and it goes on from there.',
  },
  OBJECT_ARCHIVED: {
    title: 'The object is in an archive and can’t be read now',
    expected: 'an object that can be read',
    found: '[[storage class {found}]]',
    advice: 'Restore it in the provider’s console (this takes time and costs money), then run the same command again.',
  },
  KEY_INVALID: {
    title: 'An object can’t have this name',
    expected: '1 to 1,023 bytes of UTF-8, without empty parts, “.”, “..”, backslashes and control characters',
    found: '[[{found|term}]][[: {other}]]',
    advice: 'Change the `--key` template, or give the file another name.',
    cases: {
      'hint=look': { title: 'No object has such a name', advice: '`imgferry ls {store|shell}` lists what is there.' },
      'hint=transfer': {
        title: 'An object of this name can’t be moved',
        advice: 'Copy it to another key at the source, or leave it out with `--exclude`.',
      },
      'hint=review': {
        title: 'The image can’t have this name',
        expected: 'a name with the ending of its format, that no other image has',
        advice: 'Choose another name, or none.',
      },
      'hint=folder': {
        title: 'A folder can’t hold an object of this name',
        expected: 'a path that the file system takes, and that no other object needs',
        advice: 'Give the object another key, leave it out with `--exclude`, or move to a bucket.',
      },
    },
  },
  OBJECT_CONFLICT: {
    title: 'Another object stands under this name already; it was left alone',
    advice:
      'Use a template with a digest (`--key "{{digest:2}}/{{digest:32}}.{{ext}}"`), another prefix, or move the other object away yourself.',
    cases: {
      'hint=archive': {
        advice:
          'Look at both. To have the other one there, move the one that stands there away yourself and run the same command again.',
      },
      'hint=transfer': {
        title: 'Another object stands under this key at the target; it was left alone',
        advice: 'Look at both. To have the source’s, delete the target’s yourself and run the same command again.',
      },
    },
  },
  OBJECT_NOT_FOUND: {
    title: 'The object is not in the store',
    advice: 'Was it deleted or moved? Run `migrate` again to bring it back from its source.',
    cases: {
      'hint=transfer': {
        title: 'The object is not at the target',
        advice: '`imgferry transfer` with `--write` brings it there.',
      },
      'hint=look': { advice: '`imgferry ls {store|shell}` lists what is there.' },
      'hint=foreign': {
        title: 'The address is none of the store’s',
        advice:
          'Name the object by its key (`imgferry ls {store|shell}` lists them), or give the store this address: `publicUrl`, or `addresses` for one that it had.',
      },
    },
  },
  OBJECT_MISMATCH: {
    title: 'The stored object is not what was sent',
    advice:
      'Something changed it or replaced it. No post points to it by this run; compare it, delete it yourself, and run the same command again.',
    cases: {
      'hint=transfer': {
        title: 'The object is not what the manifest lists',
        advice:
          'Something changed it or replaced it. Look at it; to have the source’s, delete it yourself, then `imgferry transfer` with `--write` brings that there.',
      },
    },
  },
  CHECKSUM_MISMATCH: {
    title: 'The bytes were damaged on their way to the store',
    advice: 'Run the same command again. If it happens again, look for a proxy that changes what passes through it.',
  },
  PUBLIC_MISMATCH: {
    title: 'The public address serves other bytes than were stored',
    advice:
      'An edge may still hold an older answer (refresh it), or changes images on the way (switch that off). Then `imgferry verify`.',
    cases: {
      'hint=edge': {
        title: 'The edge still answers the public address as it did before the image was there',
        expected: '[[the image that was stored (sha256 {expected})]]',
        advice:
          'The origin has it. `imgferry cdn refresh {url|shell} --write`, then the same command again; or at once with `--cdn-refresh`.',
      },
      'hint=edge-refreshed': {
        title: 'The edge was told to forget its old answer, and still gives it',
        expected: '[[the image that was stored (sha256 {expected})]]',
        advice:
          'Providers take minutes for it (`imgferry cdn status`). Then the same command again: it goes on from here.',
      },
    },
  },
  SOURCE_CHANGED: {
    title: 'The image at its old address is no longer the one that was planned',
    advice: 'Make a new plan: `imgferry migrate POSTS --to STORE --plan plan.json`.',
    cases: {
      'hint=archive': {
        title: 'The object is another one by now',
        advice: 'It was left alone. Run the same command again.',
      },
      'hint=object': {
        title: 'The object changes at the source again and again',
        advice: 'Nothing of it was stored. Run the same command again when it is at rest.',
      },
    },
  },
  RELINK_DIFFERENT: {
    title: 'The new address serves another image than the old one',
    found: '[[{found} (at the old address {from}: {expected})]]',
    advice: 'The link was left alone. Copy the image to the new domain first, or move it with `migrate`.',
  },
} as const satisfies Record<string, ErrorText>;
