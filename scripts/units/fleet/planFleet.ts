import type { Unit } from '#protocol/nouns/units.ts';
import { ROUTES } from '../routes/routes.ts';
import { COURTS } from './courts.ts';
import type { PlannedMember } from './member.ts';

const KIND_WORDS: Record<Unit['kind'], string> = { phone: '手机', recorder: '记录仪', vehicle: '执法车', camera: '布控球' };
const RTP_KINDS = ['recorder', 'recorder', 'vehicle', 'camera'] as const;
const TEAM_NUMBERS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/**
 * `count` units spread over the courts, the first `pages` of them field pages on phones.
 * The same arguments give the same fleet.
 */
export function planFleet(options: { count: number; pages: number }): PlannedMember[] {
  const used = new Map<string, number>();
  return Array.from({ length: options.count }, (_, index) => {
    const route = ROUTES[index % ROUTES.length]!;
    const round = Math.floor(index / ROUTES.length);
    const court = COURTS[route.court];
    const sender = index < options.pages ? 'page' : 'rtp';
    const kind = sender === 'page' ? 'phone' : RTP_KINDS[(index - options.pages) % RTP_KINDS.length]!;
    const teamName = `${court.shortName}执行${TEAM_NUMBERS[round % TEAM_NUMBERS.length]}组`;
    const title = `${teamName}·${KIND_WORDS[kind]}`;
    const number = (used.get(title) ?? 0) + 1;
    used.set(title, number);
    return {
      name: `${title}${String(number).padStart(2, '0')}`,
      teamName,
      courtCode: court.code,
      courtName: court.name,
      kind,
      routeId: route.routeId,
      routeOffsetMs: round * 47_000 + index * 1_700,
      batteryPercent: 96 - ((index * 17) % 60),
      sender,
    };
  });
}
