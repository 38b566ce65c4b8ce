import type { CdnNoteId } from '../../core/outcome.js';
import type { ErrorText } from '../catalogue.js';
import type { CdnLabelId } from '../cdn-label-ids.js';

/** Whichever provider says it in its own words. */
const wrongKey = {
  advice:
    'The key or its secret is wrong: check that the key is enabled and of this account, and that the secret was copied whole.',
};

/** What a CDN says no to. */
export const cdnErrors = {
  CDN_NOT_CONFIGURED: {
    title: 'The configuration names no CDN',
    expected: '`cdn:` with `provider: aliyun | tencent | cloudflare | cloudfront | http`',
    advice: 'Add `cdn:` to imgferry.config.yaml; docs/cdn.md says for each provider what to create and what to write.',
  },
  CDN_UNSUPPORTED: {
    title: 'This provider can’t do that[[: {provider}]][[, {action}]][[ of {target|term}]]',
    advice: 'docs/cdn.md lists what each provider can do. Name single addresses instead, or leave it out.',
    cases: {
      'action=prefetch': {
        advice:
          'This provider has no way to have its edge fetch something: the first reader does. docs/cdn.md lists what each provider can do.',
      },
      'action=domains': { advice: 'There is no account to ask: look into the configuration of your own server.' },
    },
  },
  CDN_ACCESS_DENIED: {
    title: 'The CDN refuses access[[: {provider}]][[, {action}]][[ with the key {keyId}]]',
    found: '[[{found}]][[ ({detail})]]',
    advice:
      'Give the key the rights that docs/cdn.md lists for this provider (a policy to paste for aliyun, tencent and cloudfront).',
    cases: {
      'found=SignatureDoesNotMatch': wrongKey,
      'found=InvalidAccessKeyId.NotFound': wrongKey,
      'found=InvalidAccessKeyId.Inactive': wrongKey,
      'found=AuthFailure.SignatureFailure': wrongKey,
      'found=AuthFailure.SecretIdNotFound': wrongKey,
      'found=InvalidClientTokenId': wrongKey,
      'provider=cloudflare': {
        advice:
          'Make a token with Zone · Cache Purge · Purge for this zone, and check `cdn.zone`: docs/cdn.md says where both stand.',
      },
      'found=NoSuchDistribution': {
        advice: 'Check `cdn.distribution` (the id, as E1A2B3C4D5E6F7), and that the key is of the same account.',
      },
      'provider=http': {
        advice:
          'Let this machine’s address send PURGE (nginx: `allow`; Varnish: `acl purge`), or send the header that it asks for: `cdn.headers`.',
      },
    },
  },
  CDN_QUOTA_EXCEEDED: {
    title: 'The CDN’s quota for today does not suffice[[: {action}]]',
    expected: '[[{expected} at most]]',
    found: '[[{found}]]',
    advice:
      'Nothing was sent that would pass it. `--spread` sends what fits and the rest on later days; `--prefix` takes one of the quota for directories.',
  },
  CDN_UNREACHABLE: {
    title: 'The CDN’s API can’t be reached[[: {host}]]',
    found: '[[{found}]]',
    advice:
      'Check the network and `cdn.endpoint`. The same command goes on where it stopped; what was under way is sent once more.',
    cases: {
      proxy: {
        title: 'The edge can’t be asked through the proxy {proxy}[[: {host}]]',
        found: '[[{found|term}]]',
        advice:
          'HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names the proxy; hosts in NO_PROXY are asked without it. Then run the same command again: nothing is known of the edge yet.',
      },
    },
  },
  CDN_THROTTLED: {
    title: 'The CDN takes no more calls at the moment[[: {provider}]]',
    found: '[[{found}]]',
    advice: 'It was slowed down and tried several times. Run the same command later: it goes on where it stopped.',
  },
  CDN_REFUSED: {
    title: 'The CDN does not take this[[: {provider}]]',
    found: '[[{found}]][[ ({detail})]]',
    advice:
      'Check that the address’s domain belongs to this account and is enabled: `imgferry cdn domains` lists them.',
    cases: {
      'method=GET': {
        title: 'The edge does not answer with the picture',
        advice: 'There is nothing to keep: `imgferry cdn audit URL` tells what it answers, and what to do.',
      },
      'provider=http': {
        advice: 'The server does not know the method: docs/cdn.md has what nginx and Varnish need for PURGE and BAN.',
      },
      'hint=domain': {
        title: 'The address is on no host that this CDN serves',
        expected: '[[one of {expected}]]',
        advice: 'Take it out, or add its host to `cdn.domains` in the configuration.',
      },
      'hint=too-long': {
        title: 'The address is longer than the CDN takes',
        expected: '[[{expected} characters at most]]',
        advice: 'Refresh everything below a shorter one: `--prefix`.',
      },
    },
  },
} as const satisfies Record<string, ErrorText>;

export const cdnNotes: Readonly<Record<CdnNoteId, string>> = {
  'cdn-batch-uncertain':
    'An interrupted run left {names:address:addresses} of which nobody knows whether the CDN got them: that one call is made again.',
  'cdn-not-sent-again':
    '{names:address was:addresses were} submitted already and not again[[ (the last one {at|time})]]; `--again` does.',
  'cdn-waiting': '{names:address waits:addresses wait} for a later day: the same command sends them then.',
  'cdn-slowed-down': 'The CDN asked for fewer calls; it was called more slowly.',
  'cdn-other-hosts': '{names:address is:addresses are} on hosts that the CDN doesn’t serve, and left out.',
  'cdn-without-address': '{names:object has:objects have} no address that readers use: left out.',
  'cdn-after-run':
    'CDN, {action|term}: {sent} sent[[, {waiting} waiting]][[, {failed} refused]][[, {before} sent before]].',
  'cdn-edge-refreshed': 'An edge still answered new addresses as it did before; it was told to forget that.',
  'cdn-after-run-failed':
    'The CDN was not told[[ ({error})]]: `imgferry cdn {action} --run {run} --write` does it later.',
};

export const cdnLabels: Readonly<Record<CdnLabelId, string>> = {
  'cdn-plan-heading': 'imgferry cdn {action} · plan: nothing was sent to {provider}',
  'cdn-heading': 'imgferry cdn {action} · {provider}',
  'cdn-names': '{n:address:addresses}',
  'cdn-planned': '{n} to send',
  'cdn-sent': '{n} sent',
  'cdn-sent-before': '{n} sent before',
  'cdn-waiting': '{n} waiting for a later day',
  'cdn-failed': '{n} refused',
  'cdn-calls-planned': '{n:call:calls} to make',
  'cdn-calls-made': '{n:call:calls} made',
  'cdn-quota-before': 'quota left today, before this',
  'cdn-quota': 'quota left today',
  'cdn-quota-none': 'none that the provider tells',
  'cdn-quota-refresh-url': '{remaining} of {limit} addresses to refresh',
  'cdn-quota-refresh-prefix': '{remaining} of {limit} directories to refresh',
  'cdn-quota-refresh-tag': '{remaining} of {limit} tags to refresh',
  'cdn-quota-prefetch-url': '{remaining} of {limit} addresses to prefetch',
  'cdn-sent-before-heading': 'Sent before, not again',
  'cdn-to-send-heading': 'To send',
  'cdn-sent-heading': 'Sent',
  'cdn-waiting-heading': 'For a later day',
  'cdn-at-task': '{at|time}, task {task}',
  'cdn-at': '{at|time}',
  'cdn-next-write': 'imgferry cdn {action} … --write|send it',
  'cdn-next-later': 'the same command, tomorrow|sends what waits',
  'cdn-next-status': 'imgferry cdn status|how far the tasks are',
  'cdn-status-heading': 'imgferry cdn status · {provider}',
  'cdn-no-tasks': 'The provider knows of no task.',
  'cdn-tells-no-tasks': 'This provider tells nothing of tasks: what it took is done when it answers.',
  'cdn-task': 'task',
  'cdn-action': 'what',
  'cdn-action-refresh': 'refresh',
  'cdn-action-prefetch': 'prefetch',
  'cdn-task-done': 'done',
  'cdn-task-pending': 'under way',
  'cdn-task-failed': 'failed',
  'cdn-waiting-here': '{n:address waits:addresses wait} here for a later day',
  'cdn-domains-heading': 'imgferry cdn domains · {provider}',
  'cdn-no-domains': 'The account has no domain.',
  'cdn-cname': 'CNAME',
  'cdn-origin': 'origin',
  'cdn-https-on': 'HTTPS',
  'cdn-https-off': 'no HTTPS',
  'cdn-certificate-ends': 'certificate until {at|time}',
  'cdn-rules-cache': 'cache',
  'cdn-rules-referer': 'Referer',
  'cdn-rules-cors': 'CORS',
  'cdn-rules-https': 'HTTPS',
  'cdn-rules-other': 'other',
  'cdn-no-rules-referer': 'every site may show the pictures',
  'cdn-no-rules-cors': 'no rule',
  'cdn-rules-untold': 'not known: the provider does not tell it here',
  'cdn-budget': 'Up to {requests:request:requests} to {hosts:host:hosts} for {addresses:address:addresses}.',
  'cdn-severity-error': 'error',
  'cdn-severity-warn': 'warning',
  'cdn-severity-info': 'hint',
  'cdn-audit-heading': 'imgferry cdn audit',
  'cdn-audit-addresses': '{n:address:addresses} on {hosts:host:hosts}',
  'cdn-audit-clean': '{n} fine',
  'cdn-audit-error': '{n:error:errors}',
  'cdn-audit-warn': '{n:warning:warnings}',
  'cdn-audit-info': '{n:hint:hints}',
  'cdn-audit-well': 'The edge serves all of them as it should.',
  'cdn-audit-none': 'There was no address to look at.',
  'cdn-audit-budget': '{requests} of at most {most:request:requests}, {bytes|bytes} read',
  'cdn-audit-interrupted': 'Interrupted: addresses that were not looked at are not listed.',
  'family-finding': 'finding of an audit',
};
