import { afterAll, beforeAll, describe } from 'vitest';
import { type Apache, hasApache, startWebDav } from '../../support/apache.js';
import { describeRemoteDriver } from './storage-contract.js';
import { openWebDavStore } from './webdav-store.js';

describe.skipIf(!hasApache)(`over Apache’s WebDAV${hasApache ? '' : ' (apache2 is not installed)'},`, () => {
  const login = { user: '图 user', password: 'pass:word' };
  let apache: Apache;

  beforeAll(async () => {
    apache = await startWebDav({ login });
  });

  afterAll(() => apache?.stop());

  describeRemoteDriver('the WebDAV driver over a folder', () =>
    openWebDavStore(apache, { WEBDAV_USERNAME: login.user, WEBDAV_PASSWORD: login.password }, '图 1/'),
  );
});
