import { describe, expect, it } from 'vitest';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { takesTiles } from './takesTiles.ts';

const court = (code: string) => code as CourtCode;
const WARNING: Parameters<typeof takesTiles>[0] = { severity: 'warning', courtCode: court('闽0524'), soundsAt: court('闽0524'), escalations: [] };
const walls = (each: Parameters<typeof takesTiles>[0]) => ['闽0524', '闽05', '闽'].filter((code) => takesTiles(each, court(code)));

describe('takesTiles', () => {
  it.each<[string, Partial<Alarm>, string[]]>([
    ['a warning stays with its court', {}, ['闽0524']],
    ['what nobody sits for begins above', { soundsAt: court('闽05') }, ['闽0524', '闽05']],
    ['what climbed stays where it was', { soundsAt: court('闽'), escalations: [{ toCourtCode: court('闽05'), at: 1 }, { toCourtCode: court('闽'), at: 2 }] }, ['闽0524', '闽05', '闽']],
    ['what is urgent is everybody’s who sees it', { severity: 'urgent' }, ['闽0524', '闽05', '闽']],
  ])('%s', (_, change, expected) => {
    expect(walls({ ...WARNING, ...change })).toEqual(expected);
  });
});
