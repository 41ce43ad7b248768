import { networkInterfaces } from 'node:os';
import { afterEach, expect, it } from 'vitest';
import { openSigningKey } from '../keys/signingKey.ts';
import { startTestIdentity, type TestIdentity } from '../testing/testIdentity.ts';
import { isOwnAddress } from './isOwnAddress.ts';
import { mintOperatorToken } from './tokenAuthority.ts';

let test: TestIdentity;
afterEach(() => test.dispose());

it('an operator comes in from the hall’s own machine and from nowhere else', async () => {
  test = await startTestIdentity();
  const { hallId, folder } = test.storage;
  const token = await mintOperatorToken({ hallId, key: openSigningKey(folder, 'token'), name: 'root', now: test.now() });
  const own = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []).map(({ address }) => address);
  for (const remoteAddress of ['127.0.0.1', '127.0.1.9', ...own]) {
    await expect(test.admit({ token, purpose: 'operator', remoteAddress })).resolves.toMatchObject({ actor: { kind: 'operator', name: 'root' } });
  }
  for (const remoteAddress of ['192.0.2.20', '2001:db8::1', '127.evil', '']) {
    expect(isOwnAddress(remoteAddress)).toBe(false);
    await expect(test.admit({ token, purpose: 'operator', remoteAddress })).rejects.toMatchObject({ code: 'forbidden' });
  }
});
