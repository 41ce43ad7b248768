import type { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import * as fakeParameters from 'mediasoup-client/fakeParameters';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { FakeMediaHall } from '../testing/fakeMediaHall.ts';
import { openTransport } from './openTransport.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function connected() {
  const hall = new FakeMediaHall();
  hall.link.answers['media.restartIce'] = () => ({ iceParameters: { ...fakeParameters.generateTransportRemoteParameters().iceParameters } });
  hall.link.goOnline();
  const device = await hall.createDevice();
  await device.load({ routerRtpCapabilities: fakeParameters.generateRouterRtpCapabilities() });
  const onFailed = vi.fn<() => void>();
  const opened = await openTransport({ link: hall.link, device, direction: 'send', onFailed });
  const handler = opened.transport.handler as FakeHandler;
  const restarted = vi.spyOn(handler, 'restartIce');
  const become = (state: 'connected' | 'disconnected' | 'failed') => handler.setConnectionState(state);
  become('connected');
  return { hall, opened, onFailed, restarted, become, asked: () => hall.link.inputsOf('media.restartIce').length };
}

describe('a connection that is interrupted', () => {
  it('is led over a new way, and stays the same transport', async () => {
    const { opened, onFailed, restarted, become } = await connected();
    become('disconnected');
    await pass(900);
    expect(restarted).not.toHaveBeenCalled();
    await pass(200);
    expect(restarted).toHaveBeenCalledTimes(1);
    become('connected');
    await pass(10_000);
    expect(onFailed).not.toHaveBeenCalled();
    expect(opened.transport.closed).toBe(false);
  });

  it('is left alone when it mends itself', async () => {
    const { become, asked } = await connected();
    become('disconnected');
    await pass(500);
    become('connected');
    await pass(5_000);
    expect(asked()).toBe(0);
  });

  it('is given up when the new way does not carry within three seconds', async () => {
    const { onFailed, become } = await connected();
    become('disconnected');
    await pass(3_900);
    expect(onFailed).not.toHaveBeenCalled();
    await pass(300);
    expect(onFailed).toHaveBeenCalledTimes(1);
  });

  it('is given up when the hall knows it no more', async () => {
    const { hall, onFailed, become } = await connected();
    hall.link.answers['media.restartIce'] = () => {
      throw new AppError('notFound');
    };
    become('disconnected');
    await pass(1_100);
    expect(onFailed).toHaveBeenCalledTimes(1);
  });

  it('takes the socket for lost when the hall does not answer, and leaves the rest to the new session', async () => {
    const { hall, onFailed, become } = await connected();
    hall.link.answers['media.restartIce'] = () => new Promise(() => undefined);
    const { sessionId } = hall.link.state.getState().session!;
    hall.link.state.setState({ roundTripMs: 700 });
    become('disconnected');
    await pass(1_000 + 6_700);
    expect(hall.link.state.getState().session!.sessionId).toBe(sessionId);
    await pass(200);
    expect(hall.link.state.getState().session!.sessionId).not.toBe(sessionId);
    expect(onFailed.mock.calls.length).toBeLessThanOrEqual(1);
  });

  it('looks for a new way as soon as the device tells of another network', async () => {
    const network = new EventTarget();
    vi.stubGlobal('addEventListener', network.addEventListener.bind(network));
    vi.stubGlobal('removeEventListener', network.removeEventListener.bind(network));
    const { opened, restarted } = await connected();
    network.dispatchEvent(new Event('online'));
    await pass(10);
    expect(restarted).toHaveBeenCalledTimes(1);
    opened.transport.close();
    network.dispatchEvent(new Event('online'));
    await pass(10);
    expect(restarted).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
