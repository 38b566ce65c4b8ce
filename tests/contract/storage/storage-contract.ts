import { afterEach, beforeEach, describe } from 'vitest';
import type { ObjectKey } from '../../../src/core/object-key.js';
import type { ObjectStore, StorageDriver } from '../../../src/core/storage.js';
import type { OpenStoreOptions } from '../../../src/storage/open-store.js';
import { describeChecksums, describeFailures } from './failures.js';
import { describeHeaders } from './headers.js';
import { describeListing } from './listing.js';
import { describeObjects } from './objects.js';
import { describeParts } from './parts.js';
import { describePuts, describeRaces, describeRemotePuts } from './puts.js';
import { describeReadBack } from './read-back.js';

/** A driver over an empty store, and ways to look at that store behind the driver's back. */
export interface StorageFixture {
  readonly driver: StorageDriver;
  /** What `publicUrl` puts before an encoded key; undefined where the store has no public base. */
  readonly publicBase: string | undefined;
  /** Whether headers given to `put` come back from `head`. */
  readonly keepsHeaders: boolean;
  /** Bytes of UTF-8 that a key can have at most. */
  readonly longestKey: number;
  /** Another driver over the same store, as a later run has it. */
  reopen(): Promise<StorageDriver>;
  readRaw(key: ObjectKey): Promise<Buffer | undefined>;
  writeRaw(key: ObjectKey, bytes: Buffer): Promise<void>;
  /** Every name that stands in the store, temporary ones too. */
  rawNames(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A store that is reached over the network. */
export interface RemoteFixture extends StorageFixture {
  readonly network: NetworkSwitches;
}

/** A bucket, which has parts, copies and headers. */
export interface BucketFixture extends RemoteFixture {
  /** The whole store, as a later run opens it, with options of its own. */
  openStore(options: Partial<OpenStoreOptions>): Promise<ObjectStore>;
  /** Numbers of the parts that were put or copied, in order of arrival. */
  arrivedParts(): readonly number[];
  readonly network: BucketSwitches;
}

export interface NetworkSwitches {
  /** The next `times` calls are answered with 503. */
  answer503(times: number): void;
  /** The next put's connection is cut when half of the body has arrived. */
  cutNextPut(): void;
  /** The next read's connection is cut when half of the body was sent. */
  cutNextRead(): void;
  /** Resolves when half of the next put's body has arrived. */
  halfOfNextPut(): Promise<void>;
  /** Calls stay unanswered from now on; resolves when one has arrived. */
  fallSilent(): Promise<void>;
  /** Connections that are open now. */
  connections(): number;
  /** Resolves when none is open. */
  disconnected(): Promise<void>;
  /** Closes what the driver was given to send through, as its owner does after closing the driver. */
  hangUp(): Promise<void>;
}

export interface BucketSwitches extends NetworkSwitches {
  /** The next put is answered with another checksum than that of the bytes. */
  answerWrongChecksum(): void;
}

/** Every promise of `StorageDriver` that holds for any store, asked of one driver. A new store is set up for each test. */
export function describeStorageDriver(name: string, setup: () => Promise<StorageFixture>): void {
  describe(`${name} keeps the storage contract:`, () => describeAnyStore(eachTime(setup)));
}

/** The same, and what is promised of a network; all but that one of many puts at once wins alone. */
export function describeRemoteDriver(name: string, setup: () => Promise<RemoteFixture>): void {
  describe(`${name} keeps the storage contract:`, () => {
    const current = eachTime(setup);
    describeObjects(current);
    describePuts(current);
    describeListing(current);
    describeRemotePuts(current);
    describeFailures(current);
  });
}

/** The same, and what buckets promise beyond it. */
export function describeBucketDriver(name: string, setup: () => Promise<BucketFixture>): void {
  describe(`${name} keeps the storage contract:`, () => {
    const current = eachTime(setup);
    describeAnyStore(current);
    describeRemotePuts(current);
    describeReadBack(current);
    describeParts(current);
    describeHeaders(current);
    describeFailures(current);
    describeChecksums(current);
  });
}

function describeAnyStore(current: () => StorageFixture): void {
  describeObjects(current);
  describePuts(current);
  describeRaces(current);
  describeListing(current);
}

function eachTime<Fixture extends StorageFixture>(setup: () => Promise<Fixture>): () => Fixture {
  let fixture: Fixture | undefined;

  beforeEach(async () => {
    fixture = await setup();
  });

  afterEach(async () => {
    await fixture?.close();
    fixture = undefined;
  });

  return () => {
    if (fixture === undefined) throw new Error('no store is set up');
    return fixture;
  };
}
