import { openLocalStore } from './local-fixture.js';
import { describeStorageDriver } from './storage-contract.js';

describeStorageDriver('the local driver', openLocalStore);
