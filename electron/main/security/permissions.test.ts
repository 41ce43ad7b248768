import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { allowsPermission, guardPermissions, type PermissionQuestion } from './permissions.ts';

const question = (overrides: Partial<PermissionQuestion> = {}): PermissionQuestion => ({
  permission: 'media',
  requester: 'app://hall/apps/console/index.html',
  isMainFrame: true,
  role: 'desk',
  ...overrides,
});

describe('allowsPermission', () => {
  it.each(['media', 'fullscreen', 'display-capture'])('lets the desk use %s', (permission) => {
    expect(allowsPermission(question({ permission }))).toBe(true);
  });

  it.each(['geolocation', 'notifications', 'midi', 'clipboard-read', 'usb', 'serial', 'hid', 'openExternal', 'unknown'])(
    'denies %s even to the desk',
    (permission) => {
      expect(allowsPermission(question({ permission }))).toBe(false);
    },
  );

  it.each<[string, Partial<PermissionQuestion>]>([
    ['a wall window', { role: 'wall' }],
    ['a window without a role', { role: null }],
    ['a frame inside the page', { isMainFrame: false }],
    ['another origin', { requester: 'https://evil.example/' }],
    ['another host of our scheme', { requester: 'app://evil/' }],
    ['an origin that only looks alike', { requester: 'https://hall/' }],
    ['no origin', { requester: '' }],
  ])('denies the camera to %s', (_who, overrides) => {
    expect(allowsPermission(question(overrides))).toBe(false);
  });
});

describe('guardPermissions', () => {
  function guarded(role: 'desk' | 'wall' | null) {
    const session = {
      setPermissionRequestHandler: vi.fn<Session['setPermissionRequestHandler']>(),
      setPermissionCheckHandler: vi.fn<Session['setPermissionCheckHandler']>(),
      setDevicePermissionHandler: vi.fn<Session['setDevicePermissionHandler']>(),
    };
    const denied: PermissionQuestion[] = [];
    guardPermissions(session, () => role, (asked) => denied.push(asked));
    const contents = {} as WebContents;
    const request = session.setPermissionRequestHandler.mock.lastCall?.[0];
    const check = session.setPermissionCheckHandler.mock.lastCall?.[0];
    const device = session.setDevicePermissionHandler.mock.lastCall?.[0];
    if (!request || !check || !device) throw new Error('a door was left without a guard');
    return {
      denied,
      request: (permission: 'media' | 'geolocation', requestingUrl = 'app://hall/apps/console/index.html') => {
        const answer = vi.fn<(allowed: boolean) => void>();
        request(contents, permission, answer, { requestingUrl, isMainFrame: true });
        return answer.mock.lastCall?.[0];
      },
      check: (origin: string, asked: WebContents | null = contents) =>
        check(asked, 'media', origin, { isMainFrame: true, requestingUrl: origin }),
      device: () => device({ deviceType: 'usb', origin: 'app://hall', device: { deviceId: '1', name: 'x' } } as never),
    };
  }

  it('asks the same question at requests and at checks', () => {
    const desk = guarded('desk');
    expect([desk.request('media'), desk.request('geolocation'), desk.request('media', 'https://evil.example/')]).toEqual([true, false, false]);
    expect([desk.check('app://hall/'), desk.check('https://evil.example/'), desk.check('app://hall/', null)]).toEqual([true, false, false]);
    expect(desk.denied.map(({ permission }) => permission)).toEqual(['geolocation', 'media']);
  });

  it('gives a wall nothing and nobody a device', () => {
    const wall = guarded('wall');
    expect([wall.request('media'), wall.check('app://hall/')]).toEqual([false, false]);
    expect(guarded('desk').device()).toBe(false);
  });
});
