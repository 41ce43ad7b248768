import { courtName } from '#domain/courts/courtName.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { isTold } from '#domain/upward/decideUpward.ts';
import type { FeedRecord } from '#protocol/media/feeds.ts';
import type { CourtCode, FeedId } from '#protocol/nouns/ids.ts';
import type { AcceptedFix, Positions } from '../../ports/positions.ts';
import type { XmlWords } from '../words/xmlWords.ts';
import type { UpwardSetting } from './upwardSetting.ts';

const CAMERA = '132';
const COURT = '216';

/** The feeds that this platform is told of, in a steady order. */
export function toldFeeds(state: HallState, { courts }: Pick<UpwardSetting, 'courts'>): FeedRecord[] {
  return [...state.feeds.values()].filter((feed) => isTold(state, feed, courts)).toSorted((one, other) => (one.feedId < other.feedId ? -1 : 1));
}

/** The number under which the platform knows the feed; undefined: it has none yet. */
export function channelOf(state: HallState, { localId }: Pick<UpwardSetting, 'localId'>, feedId: FeedId): string | undefined {
  const serial = state.upwardNumbers.get(feedId)?.serial;
  return serial === undefined ? undefined : `${localId.slice(0, 8)}00${CAMERA}0${String(serial).padStart(6, '0')}`;
}

/** The feed behind a number; undefined for whatever the platform is not told of. */
export function feedOfChannel(state: HallState, setting: UpwardSetting, channelId: string): FeedRecord | undefined {
  return toldFeeds(state, setting).find(({ feedId }) => channelOf(state, setting, feedId) === channelId);
}

/** A court as the standard's virtual group; its code has at most four digits after 闽. */
export function courtNumber({ localId }: Pick<UpwardSetting, 'localId'>, courtCode: CourtCode): string {
  return `${localId.slice(0, 8)}00${COURT}0${courtCode.slice(1).padEnd(6, '0')}`;
}

type Media = { isLive(feedId: FeedId): boolean; readonly positions: Pick<Positions, 'latest'> };

/** Every item of the catalogue: the courts, and the cameras under them. Feeds without a number are left out. */
export function catalogue(state: HallState, setting: UpwardSetting, media: Media): XmlWords[] {
  const feeds = toldFeeds(state, setting).filter(({ feedId }) => state.upwardNumbers.has(feedId));
  const courts = [...new Set(feeds.map(({ courtCode }) => courtCode))].toSorted();
  return [
    ...courts.map((courtCode): XmlWords => ({ DeviceID: courtNumber(setting, courtCode), Name: courtName(state.courts, courtCode), ParentID: setting.localId, BusinessGroupID: setting.localId })),
    ...feeds.map((feed) => cameraItem(state, setting, feed, media)),
  ];
}

export function cameraItem(state: HallState, setting: UpwardSetting, feed: FeedRecord, media: Media): XmlWords {
  const unit = state.units.get(feed.unitId);
  const fix = media.positions.latest(feed.unitId);
  return {
    DeviceID: channelOf(state, setting, feed.feedId),
    Name: `${unit?.name ?? ''} ${feed.label}`.trim(),
    Manufacturer: 'command-hall',
    Model: unit?.kind ?? 'camera',
    Owner: courtName(state.courts, feed.courtCode),
    CivilCode: setting.localId.slice(0, 6),
    Address: courtName(state.courts, feed.courtCode),
    Parental: 0,
    ParentID: courtNumber(setting, feed.courtCode),
    SafetyWay: 0,
    RegisterWay: 1,
    Secrecy: 0,
    Status: media.isLive(feed.feedId) ? 'ON' : 'OFF',
    ...(fix === undefined ? {} : placeWords(fix)),
  };
}

/** WGS-84, as the hall keeps it; CGCS2000 of the 2022 edition differs from it by centimetres. */
export function placeWords({ longitudeDeg, latitudeDeg }: Pick<AcceptedFix, 'longitudeDeg' | 'latitudeDeg'>): XmlWords {
  return { Longitude: longitudeDeg.toFixed(6), Latitude: latitudeDeg.toFixed(6) };
}
