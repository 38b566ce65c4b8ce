import type { Identity, ImageChoice } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import { asObjectKey } from '../../core/object-key.js';
import type { Outcome } from '../../core/outcome.js';
import type { Plan, PlannedAsset } from '../../core/plan.js';
import { createKeyedQueue } from '../../lib/keyed-queue.js';
import { readDocument } from '../../scan/read-document.js';
import type { UseCaseContext } from '../context.js';
import { type PreparedMigration, prepareMigration } from '../migrate/migrate.js';
import type { Arrival } from '../migrate/plan-post-edits.js';
import { describeReviewed, placesIn } from './describe-reviewed.js';
import { openPictures } from './open-pictures.js';
import { prepareAgain } from './prepare-again.js';
import { refuseUnfitKey } from './refuse-key.js';
import type { Review } from './review.js';
import { createPostView } from './view-post.js';

/** What preparing gave, and the review of it where there is something to decide. */
export interface OpenedReview {
  readonly outcome: Outcome;
  readonly review: Review | undefined;
}

/** Prepares a migration (fetches and encodes, stores nothing) and lets a person decide on each image of it. */
export async function openReview(context: UseCaseContext): Promise<OpenedReview> {
  const prepared = await prepareMigration(context);
  const { outcome, plan } = prepared;
  const isWhole = !outcome.stopped && !outcome.interrupted;
  const hasSome = plan?.assets.some(({ state }) => state === 'planned');
  return { outcome, review: plan && isWhole && hasSome ? await createReview(plan, prepared, context) : undefined };
}

async function createReview(
  plan: Plan,
  { outcome, posts: prepared, postsWith }: PreparedMigration,
  context: UseCaseContext,
): Promise<Review> {
  const places = placesIn(prepared);
  const order = new Map([...places.keys()].map((identity, at) => [identity, at]));
  const rank = ({ identity }: PlannedAsset): number => order.get(identity) ?? order.size;
  const assets = plan.assets.filter(({ state }) => state === 'planned').sort((one, other) => rank(one) - rank(other));
  const others = outcome.images.filter(({ state }) => state !== 'planned');
  const left = new Set<Identity>();
  const posts = prepared.filter(({ edits }) => edits.length > 0);
  const pictures = await openPictures(assets, context);
  const inTurn = createKeyedQueue();

  const assetAt = (image: number): PlannedAsset => {
    const asset = assets[image];
    if (!asset) throw new ImgferryError('USAGE_INVALID', { option: 'image', found: String(image) });
    return asset;
  };
  const arrivals = (): ReadonlyMap<Identity, Arrival> =>
    new Map(assets.filter(({ identity }) => !left.has(identity)).map((asset) => [asset.identity, asset]));
  const viewPost = await createPostView({ postsWith, arrivals, assets, isLeft: (one) => left.has(one), pictures });

  async function chooseOne(image: number, choice: ImageChoice): Promise<void> {
    const { choice: _before, ...asset } = assetAt(image);
    if (choice.key !== undefined) asObjectKey(choice.key);
    const again = await prepareAgain({ ...bare(asset), choice }, context);
    const rest = assets.filter((_, at) => at !== image);
    refuseUnfitKey(again, rest);
    const twin = rest.find(({ digest }) => digest === again.asset.digest);
    assets[image] = twin && choice.key === undefined ? named(again.asset, twin) : again.asset;
    for (const [at, other] of assets.entries()) {
      if (other.digest === again.asset.digest && choice.key !== undefined) assets[at] = named(other, again.asset);
    }
  }

  return {
    images: () => [
      ...assets.map((asset) => {
        const isTaken = !left.has(asset.identity);
        const { quality, key } = asset.choice ?? {};
        const choice = {
          isTaken,
          ...(quality === undefined ? {} : { quality }),
          ...(key === undefined ? {} : { key }),
        };
        return { ...describeReviewed(asset, isTaken ? 'planned' : 'skipped', places), choice };
      }),
      ...others.map((other) => describeReviewed(other, other.state, places)),
    ],
    posts: () => {
      const now = new Map(postsWith(arrivals()).map(({ file, edits }) => [file, edits.length]));
      return posts.map(({ file }) => ({ file, edits: now.get(file) ?? 0 }));
    },
    leftAlone: () => outcome.posts.filter(({ state }) => state === 'refused'),
    take(images, isTaken) {
      for (const { identity } of images.map(assetAt)) {
        if (isTaken) left.delete(identity);
        else left.add(identity);
      }
    },
    choose: (image, choice) => inTurn.run('plan', () => chooseOne(image, choice)),
    pictures: async (image) => (assets[image] ? pictures.of(assetAt(image)) : {}),
    async post(index) {
      const post = posts[index];
      if (!post) throw new ImgferryError('USAGE_INVALID', { option: 'post', found: String(index) });
      return viewPost(post);
    },
    async changedPosts() {
      const standing = await Promise.all(
        posts.map(async ({ file, path, digest }) => {
          const now = await readDocument(path).catch(() => undefined); // gone: it is not what it was
          return now?.digest === digest ? [] : [file];
        }),
      );
      return standing.flat();
    },
    plan() {
      const failed = plan.assets.filter(({ state }) => state !== 'planned');
      const now = postsWith(arrivals()).filter(({ edits }) => edits.length > 0);
      return {
        ...plan,
        assets: [...assets.map((asset) => (left.has(asset.identity) ? leftOut(asset) : asset)), ...failed],
        posts: now.map(({ file, digest, edits }) => ({ file, digest, edits })),
      };
    },
  };
}

/** What there is to prepare, without what was prepared. */
const bare = ({ identity, url, source, naming }: PlannedAsset) => ({ identity, url, source, naming });

const leftOut = (asset: PlannedAsset): PlannedAsset => ({ ...bare(asset), state: 'skipped', reason: 'not-approved' });

/** The same bytes have one name. */
function named(asset: PlannedAsset, { key, publicUrl, choice }: PlannedAsset): PlannedAsset {
  return {
    ...asset,
    ...(key === undefined ? {} : { key }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(choice?.key === undefined ? {} : { choice: { ...asset.choice, key: choice.key } }),
  };
}
