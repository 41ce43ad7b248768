import { describe, expect, it } from 'vitest';
import { events, type EventName } from '#protocol/events.ts';
import { createI18n } from './createI18n.ts';
import { eventSentence } from './eventSentence.ts';

const { t } = createI18n('zh-CN');
const english = createI18n('en').t;

describe('eventSentence', () => {
  it.each(Object.keys(events) as EventName[])('has words for %s in both languages', (name) => {
    for (const words of [t, english]) {
      const sentence = eventSentence(words, { name, data: {} }, 'zh-CN');
      expect(sentence.length).toBeGreaterThan(3);
      expect(sentence).not.toContain(name);
    }
  });

  it('puts the data in: roles by their names, times in Beijing', () => {
    expect(eventSentence(t, { name: 'user.created', data: { username: 'lin', name: '林峰', roles: ['dispatcher', 'judge'], hasPhone: true } }, 'zh-CN')).toMatch(/lin.*林峰.*调度员、执行法官/);
    expect(eventSentence(t, { name: 'user.lockedOut', data: { untilAt: Date.UTC(2018, 6, 9, 1, 20, 5), remoteAddress: '10.0.0.1' } }, 'zh-CN')).toMatch(/2018年7月9日 09:20:05.*10\.0\.0\.1/);
  });

  it('calls what it does not know by its name', () => {
    expect(eventSentence(t, { name: 'drone.landed', data: null }, 'zh-CN')).toContain('drone.landed');
  });
});

describe('what a sentence speaks of', () => {
  const say = (name: string, data: unknown, names = {}) => eventSentence(createI18n('zh-CN').t, { name, data }, 'zh-CN', names);
  it('is called by its name where that is known, and by its code else', () => {
    const names = { court: (code: string) => `${code}法院`, rule: (id: string) => `规则${id}` };
    expect(say('alarm.escalated', { toCourtCode: '闽05', escalatesAt: null }, names)).toContain('闽05法院');
    expect(say('alarm.escalated', { toCourtCode: '闽05', escalatesAt: null })).toContain('闽05');
    expect(say('alarm.helpChanged', { orderId: 'o', toCourtCode: '闽05', state: 'accepted', reason: null, queue: [] }, names)).toContain('已接单');
    expect(say('operation.advanced', { to: 'onSite', reason: null })).toContain('已到场');
    expect(say('step.paperShown', { paper: 'searchWarrant', reference: '3' }, names)).toContain('规则searchWarrant');
  });
});
