import { expect, it, vi } from 'vitest';
import { browserUrl } from '#protocol/ipc/calls.ts';
import { createBrowserDoor } from './browserDoor.ts';

it('opens five pages a minute and no more', async () => {
  let now = 0;
  const open = vi.fn<(url: string) => Promise<void>>(async () => undefined);
  const door = createBrowserDoor({ open, now: () => now });
  for (let time = 0; time < 5; time += 1) await door('https://login.court.cn/');
  await expect(door('https://login.court.cn/')).rejects.toMatchObject({ code: 'tooManyRequests' });
  now = 60_000;
  await door('https://login.court.cn/');
  expect(open).toHaveBeenCalledTimes(6);
});

it.each(['https://login.court.cn/authorize?x=1', 'http://127.0.0.1:9000/auth', 'http://localhost:9000/auth', 'http://[::1]:9/'])('lets %s pass', (url) => {
  expect(browserUrl.safeParse(url).success).toBe(true);
});

it.each([
  'http://login.court.cn/', 'http://127.0.0.1.evil.cn/', 'file:///etc/passwd', 'javascript:alert(1)', 'app://hall/', 'ms-settings:', 'https://user:pass@court.cn/', 'https://', 'x',
  `https://court.cn/${'x'.repeat(3_000)}`,
])('does not hand %s to the system', (url) => {
  expect(browserUrl.safeParse(url).success).toBe(false);
});
