import { expect, it } from 'vitest';
import { signTc3 } from '../../src/cdn/providers/sign-tc3.js';

// Tencent Cloud API 3.0, "Signature Method v3": its example, DescribeInstances of 2019-02-25.
it('signs as the documentation’s example does', () => {
  const request = {
    service: 'cvm',
    host: 'cvm.tencentcloudapi.com',
    body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
  };
  const headers = signTc3(request, {
    keys: {
      accessKeyId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
      accessKeySecret: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
    },
    at: 1_551_113_065_000,
  });
  expect(headers.authorization).toBe(
    'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  );
});
