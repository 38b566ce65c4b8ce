// The tests' OSS server, which checks every signature, in a process of its own: prints its port and runs until stopped.
import { loadTestServer } from './load-test-server.mjs';

const { startOssServer } = await loadTestServer('oss-server');
const { port } = await startOssServer({
  buckets: [{ name: 'bench', region: 'cn-hangzhou' }],
  keys: { 'bench-id': 'bench-secret' },
  region: 'cn-hangzhou',
});
process.stdout.write(`${port}\n`);
