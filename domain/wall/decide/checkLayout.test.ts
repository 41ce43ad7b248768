import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import type { FeedRecord } from '#protocol/media/feeds.ts';
import { courtCode, feedId, slotId, unitId } from '#protocol/nouns/ids.ts';
import { gridOfFeeds } from '../layouts.ts';
import { checkLayouts } from './checkLayout.ts';

const FEED = feedId.parse('0190a0b0-0000-7000-8000-000000000001');
const COURT = courtCode.parse('闽02');
const record: FeedRecord = { feedId: FEED, courtCode: COURT, unitId: unitId.parse('0190a0b0-0000-7000-8000-000000000002'), label: '大门', version: 1 };
const put = (feed: FeedRecord) => checkLayouts({ feeds: PersistentMap([[FEED, feed]]) }, COURT, [{ slotId: slotId.parse('wall-1'), layout: gridOfFeeds({ columns: 1, rows: 1 }, [FEED]) }]);

describe('the wall', () => {
  it('takes pictures of now, and none of what is played of a recording', () => {
    expect(() => put(record)).not.toThrow();
    expect(() => put({ ...record, recorded: true })).toThrow(expect.objectContaining({ code: 'notLive' }));
  });
});
