import { awsSignatureFault } from '../aws-signature.js';
import { type CdnStandIn, type StandInAnswer, type StandInRequest, startCdnStandIn, type Taken } from './stand-in.js';

export const cloudfrontKeys = { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
export const cloudfrontDistribution = 'EDFDVBD6EXAMPLE';

interface Invalidation {
  readonly id: string;
  readonly reference: string;
  readonly paths: readonly string[];
  readonly at: number;
  isDone: boolean;
}

/**
 * The API of CloudFront on loopback, by its documentation: CreateInvalidation, GetInvalidation, ListInvalidations,
 * GetDistribution, and "Concurrent invalidation request maximum". What is under way is done once it stood in the way.
 */
export async function startCloudfront(): Promise<CdnStandIn> {
  const taken: Taken[] = [];
  const faults: CdnStandIn['faults'] = [];
  const invalidations: Invalidation[] = [];

  const answer = (request: StandInRequest): StandInAnswer => {
    const place = { ...cloudfrontKeys, service: 'cloudfront', region: 'us-east-1' };
    const fault = awsSignatureFault(request, place);
    if (fault) return refuse(403, fault);
    const kind = faults.shift();
    if (kind === 'throttle') return refuse(400, 'Throttling');
    if (kind === 'deny') return refuse(403, 'AccessDenied');
    const [, version, noun, distribution, ...rest] = request.path.split('/');
    if (version !== '2020-05-31' || noun !== 'distribution') return refuse(404, 'InvalidAction');
    if (distribution !== cloudfrontDistribution) return refuse(404, 'NoSuchDistribution');
    const said = act(request, rest);
    return kind === 'lose-answer' ? { ...said, isLost: true } : said;
  };

  function act({ method, body }: StandInRequest, [noun, id]: readonly string[]): StandInAnswer {
    if (noun === undefined) return xml(200, distributionBody);
    if (noun !== 'invalidation') return refuse(404, 'InvalidAction');
    if (method === 'POST') return create(body);
    if (id === undefined) {
      const items = invalidations.map((one) => `<InvalidationSummary>${summaryOf(one)}</InvalidationSummary>`);
      return xml(200, `<InvalidationList><Items>${items.join('')}</Items></InvalidationList>`);
    }
    const found = invalidations.find((one) => one.id === id);
    return found ? xml(200, bodyOf(found)) : refuse(404, 'NoSuchInvalidation');
  }

  function create(body: string): StandInAnswer {
    const paths = [...body.matchAll(/<Path>([^<]*)<\/Path>/g)].map(([, path = '']) => path.replaceAll('&amp;', '&'));
    const [, quantity] = /<Quantity>(\d+)<\/Quantity>/.exec(body) ?? [];
    const [, reference] = /<CallerReference>([^<]+)<\/CallerReference>/.exec(body) ?? [];
    if (reference === undefined) return refuse(400, 'MissingBody');
    if (Number(quantity) !== paths.length) return refuse(400, 'InconsistentQuantities');
    if (paths.some((path) => !path.startsWith('/') || path.slice(0, -1).includes('*')))
      return refuse(400, 'InvalidArgument');
    const before = invalidations.find((one) => one.reference === reference);
    if (before) {
      const isSame = before.paths.join('\n') === paths.join('\n');
      return isSame ? xml(201, bodyOf(before)) : refuse(400, 'InvalidationBatchAlreadyExists');
    }
    for (const [most, isOf] of [
      [15, (path: string) => path.endsWith('*')],
      [3000, (path: string) => !path.endsWith('*')],
    ] as const) {
      const asked = paths.filter(isOf).length;
      if (asked > most) return refuse(413, 'BatchTooLarge');
      const busy = invalidations.filter(({ isDone }) => !isDone);
      if (asked === 0 || asked + busy.flatMap((one) => one.paths.filter(isOf)).length <= most) continue;
      for (const one of busy) one.isDone = true;
      return refuse(400, 'TooManyInvalidationsInProgress');
    }
    const id = `I${String(invalidations.length + 1).padStart(13, '0')}`;
    const made = { id, reference, paths, at: Date.now(), isDone: false };
    invalidations.push(made);
    const isPrefix = paths.some((path) => path.endsWith('*'));
    taken.push({ action: 'refresh', target: isPrefix ? 'prefix' : 'url', names: paths, at: made.at });
    return xml(201, bodyOf(made));
  }

  return startCdnStandIn(answer, {
    taken,
    faults,
    setQuota: () => undefined,
  });
}

const xml = (status: number, body: string): StandInAnswer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

const refuse = (status: number, code: string): StandInAnswer =>
  xml(
    status,
    `<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>The request was refused: ${code}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  );

const summaryOf = ({ id, at, isDone }: Invalidation): string =>
  `<CreateTime>${new Date(at).toISOString()}</CreateTime><Id>${id}</Id><Status>${isDone ? 'Completed' : 'InProgress'}</Status>`;

const bodyOf = (one: Invalidation): string =>
  [
    `<Invalidation xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">${summaryOf(one)}<InvalidationBatch><Paths>`,
    `<Items>${one.paths.map((path) => `<Path>${path.replaceAll('&', '&amp;')}</Path>`).join('')}</Items>`,
    `<Quantity>${one.paths.length}</Quantity></Paths><CallerReference>${one.reference}</CallerReference>`,
    '</InvalidationBatch></Invalidation>',
  ].join('');

const distributionBody = [
  '<Distribution xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">',
  `<Id>${cloudfrontDistribution}</Id><Status>Deployed</Status><DomainName>d111111abcdef8.cloudfront.net</DomainName>`,
  '<DistributionConfig><Aliases><Quantity>1</Quantity><Items><CNAME>img.example.com</CNAME></Items></Aliases>',
  '<Origins><Items><Origin><DomainName>pics.s3.amazonaws.com</DomainName></Origin></Items></Origins>',
  '<DefaultCacheBehavior><ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy>',
  '<CachePolicyId>658327ea-f89d-4fab-a63d-7e88639e58f6</CachePolicyId></DefaultCacheBehavior>',
  '<ViewerCertificate><MinimumProtocolVersion>TLSv1.2_2021</MinimumProtocolVersion></ViewerCertificate>',
  '</DistributionConfig></Distribution>',
].join('');
