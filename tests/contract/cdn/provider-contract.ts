import { describe, expect, it, onTestFinished } from 'vitest';
import { type CdnProviderSettings, openCdnProvider } from '../../../src/cdn/open-provider.js';
import { planSubmission } from '../../../src/cdn/plan-submission.js';
import { limitOf, submitNames } from '../../../src/cdn/submit-names.js';
import type { CdnAction, CdnProvider, CdnTarget } from '../../../src/core/cdn.js';
import type { CdnNameOutcome } from '../../../src/core/cdn-outcome.js';
import type { CdnLedger } from '../../../src/core/ledger.js';
import { openLedger } from '../../../src/ledger/open-ledger.js';
import { createHttpClient } from '../../../src/net/http-client.js';
import type { CdnStandIn } from '../../support/cdn/stand-in.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

export interface ProviderSubject {
  readonly name: string;
  start(): Promise<CdnStandIn>;
  settingsFor(standIn: CdnStandIn): Partial<CdnProviderSettings> & Pick<CdnProviderSettings, 'provider'>;
  readonly env: Readonly<Record<string, string>>;
  /** The same, with a key that is wrong. */
  readonly wrongEnv: Readonly<Record<string, string>> | undefined;
  /** Addresses that one call holds at first, as documented. */
  readonly perCall: number;
  readonly prefetches: boolean;
  /** Calls that asking for the quota takes; 0: there is none. */
  readonly quotaCalls: number;
  /** What a name looks like when the provider has it. */
  readonly asTaken?: (name: string) => string;
}

const site = 'https://img.example.com/';
/** Of the certificate that every stand-in has. */
const end = Date.parse('2030-01-02T03:04:05Z');
const addresses = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${site}a/${at}%20${encodeURIComponent('图')}.png?v=${at}`);

/** What every provider owes, over sockets, against a stand-in that enforces its documentation. */
export function describeProvider(subject: ProviderSubject): void {
  const asTaken = subject.asTaken ?? ((name: string) => name);

  async function open(env = subject.env) {
    const standIn = await subject.start();
    const client = createHttpClient({
      userAgent: 'test',
      allowHosts: ['127.0.0.1'],
      perHost: 6,
      timeouts: { connect: 2000, headers: 2000, body: 2000 },
    });
    const root = await temporaryFolder();
    const ledger = openLedger({ root, folder: root, now: Date.now });
    onTestFinished(async () => {
      ledger.close();
      await client.close();
      await standIn.close();
    });
    const settings = { product: 'cdn', headers: {}, limits: {}, ...subject.settingsFor(standIn) } as const;
    const provider = await openCdnProvider(settings, { client, now: Date.now, env, home: root });
    return { standIn, provider, ledger };
  }

  interface Sent {
    readonly outcomes: readonly CdnNameOutcome[];
    readonly waits: readonly number[];
    readonly slowDowns: number;
  }

  async function send(
    { provider, ledger }: { readonly provider: CdnProvider; readonly ledger: CdnLedger },
    names: readonly string[],
    { action = 'refresh' as CdnAction, target = 'url' as CdnTarget, spread = false, again = false } = {},
  ): Promise<Sent> {
    const outcomes: CdnNameOutcome[] = [];
    const waits: number[] = [];
    let slowDowns = 0;
    const { signal } = new AbortController();
    const plan = planSubmission({
      action,
      target,
      names,
      limit: limitOf(provider, action, target),
      quota: await provider.quota({ signal }),
      known: (name) => ledger.submission(provider.id, action, target, name),
      notBefore: again ? Number.POSITIVE_INFINITY : Date.now() - 60_000,
    });
    const tools = {
      provider,
      ledger,
      now: Date.now,
      wait: async (ms: number) => void waits.push(ms),
      signal,
      onSlowDown: () => {
        slowDowns += 1;
      },
      onSettled: (some: readonly CdnNameOutcome[]) => void outcomes.push(...some),
    };
    await submitNames(plan, tools, { spread });
    return { outcomes, waits, slowDowns };
  }

  describe(subject.name, () => {
    it('sends every address once, no more in a call than documented', async () => {
      const opened = await open();
      const names = addresses(subject.perCall + 5);
      const { outcomes } = await send(opened, names);
      expect(outcomes.map(({ state }) => state)).toEqual(names.map(() => 'sent'));
      expect(opened.standIn.taken.flatMap((one) => one.names).sort()).toEqual(names.map(asTaken).sort());
      expect(new Set(opened.standIn.taken.map(({ action }) => action))).toEqual(new Set(['refresh']));
    });

    it('sends nothing again that was sent', async () => {
      const opened = await open();
      await send(opened, addresses(3));
      const before = opened.standIn.taken.length;
      expect((await send(opened, addresses(3))).outcomes).toEqual([]);
      expect(opened.standIn.taken).toHaveLength(before);
    });

    it('sends again what is asked for again', async () => {
      const opened = await open();
      for (const again of [false, true]) await send(opened, addresses(2), { again });
      const twice = [...addresses(2), ...addresses(2)].map(asTaken);
      expect(opened.standIn.taken.flatMap(({ names }) => names).sort()).toEqual(twice.sort());
    });

    it('tells of tasks and of domains, where it knows of any', async () => {
      const opened = await open();
      const { provider } = opened;
      const { signal } = new AbortController();
      const { outcomes } = await send(opened, addresses(3));
      const [first] = outcomes;
      const tasks = await provider.status?.(undefined, { signal });
      expect(tasks?.some(({ task, action }) => action === 'refresh' && task === first?.task) ?? true).toBe(true);
      const named = await provider.status?.(first?.task, { signal });
      expect(named?.map(({ address }) => address).sort() ?? []).toEqual(named ? addresses(3).map(asTaken).sort() : []);
      for (const { at = 0 } of named ?? []) expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
      const [domain] = (await provider.domains?.({ signal })) ?? [];
      expect(domain ?? { name: 'example.com', https: true }).toMatchObject({
        name: expect.stringContaining('example.com'),
        https: true,
      });
      expect(domain?.certificateEnds ?? end).toBe(end);
    });

    it('slows down where it is asked to, and goes on', async () => {
      const opened = await open();
      opened.standIn.faults.push('throttle', 'throttle');
      // the quota is asked first and may meet the faults itself
      const { outcomes, slowDowns, waits } = await sendPatiently(() => send(opened, addresses(2)));
      expect(outcomes.every(({ state }) => state === 'sent')).toBe(true);
      if (subject.quotaCalls === 0) {
        expect(slowDowns).toBeGreaterThan(0);
        expect(Math.max(...waits)).toBeGreaterThanOrEqual(100);
      }
    });

    it('tells of a call whose answer was lost, and makes that one again and no other', async () => {
      const opened = await open();
      const names = addresses(subject.perCall * 2);
      await send(opened, names.slice(0, subject.perCall));
      loseAfterQuota(opened.standIn, subject.quotaCalls);
      await expect(send(opened, names)).rejects.toMatchObject({ code: 'CDN_UNREACHABLE' });
      const uncertain = opened.ledger.unfinishedSubmissions(opened.provider.id);
      expect(uncertain.length).toBeGreaterThan(0);
      expect(uncertain.length).toBeLessThanOrEqual(subject.perCall);
      await send(opened, names);
      expect(opened.ledger.unfinishedSubmissions(opened.provider.id)).toEqual([]);
      const counts = new Map<string, number>();
      for (const name of opened.standIn.taken.flatMap((one) => one.names))
        counts.set(name, (counts.get(name) ?? 0) + 1);
      const twice = [...counts].filter(([, count]) => count > 1);
      expect(twice.length).toBeLessThanOrEqual(subject.perCall);
      expect(counts.size).toBe(names.length);
    });

    it('leaves nothing in doubt where nothing was sent', async () => {
      const opened = await open();
      const { provider } = opened;
      await opened.standIn.close();
      const away = { ...opened, provider: { ...provider, quota: async () => [] } };
      await expect(send(away, addresses(2))).rejects.toMatchObject({ code: 'CDN_UNREACHABLE' });
      expect(opened.ledger.unfinishedSubmissions(provider.id)).toEqual([]);
    });

    it('refreshes everything below an address', async () => {
      const opened = await open();
      const { outcomes } = await send(opened, [`${site}blog/`], { target: 'prefix' });
      expect(outcomes).toMatchObject([{ state: 'sent' }]);
      expect(opened.standIn.taken).toMatchObject([{ action: 'refresh', target: 'prefix' }]);
    });

    it(subject.prefetches ? 'prefetches' : 'says that it can’t prefetch', async () => {
      const opened = await open();
      const sending = send(opened, addresses(2), { action: 'prefetch' });
      if (!subject.prefetches) return expect(sending).rejects.toMatchObject({ code: 'CDN_UNSUPPORTED' });
      expect((await sending).outcomes).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
      expect(new Set(opened.standIn.taken.map(({ action }) => action))).toEqual(new Set(['prefetch']));
    });

    const { wrongEnv } = subject;
    if (wrongEnv)
      it('says that its key is refused, and never what it is', async () => {
        const opened = await open(wrongEnv);
        const error = await send(opened, addresses(1)).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'CDN_ACCESS_DENIED' });
        for (const secret of Object.values(wrongEnv)) expect(JSON.stringify(error)).not.toContain(secret);
        expect(opened.standIn.taken).toEqual([]);
        expect(opened.ledger.unfinishedSubmissions(opened.provider.id)).toEqual([]);
      });

    if (subject.quotaCalls > 0)
      it('spreads over days what the quota has no room for', async () => {
        const opened = await open();
        opened.standIn.setQuota(4);
        const names = addresses(10);
        const first = await send(opened, names, { spread: true });
        expect(first.outcomes.filter(({ state }) => state === 'waiting')).toHaveLength(6);
        opened.standIn.setQuota(100);
        await send(opened, names, { spread: true });
        expect(opened.standIn.taken.flatMap((one) => one.names).sort()).toEqual(names.map(asTaken).sort());
      });
  });
}

async function sendPatiently<Result>(action: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'CDN_THROTTLED')) throw error;
    }
  }
}

/** The quota's calls come first. */
function loseAfterQuota({ faults }: CdnStandIn, quotaCalls: number): void {
  faults.push(...Array.from({ length: quotaCalls }, () => 'none' as const), 'lose-answer');
}
