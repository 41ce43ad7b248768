import { createHallReplica } from '../../replica/createHallReplica.ts';
import { createFeedReceiver } from '../createFeedReceiver.ts';
import { FakeMediaHall, feedIdOf } from './fakeMediaHall.ts';
import type { FeedReceiver, FeedWatch } from '../feedReceiver.ts';

export const VISIBLE = { widthPx: 640, heightPx: 360, focused: false, audio: false };
export const HIDDEN = { ...VISIBLE, widthPx: 0, heightPx: 0 };

export type Scene = { hall: FakeMediaHall; receiver: FeedReceiver; marks: { value: number | null } };

/** A window that follows a hall with this many live feeds. */
export function openScene(feeds = 3): Scene {
  const hall = new FakeMediaHall();
  for (let number = 1; number <= feeds; number += 1) {
    hall.setFeed(number);
  }
  const marks: { value: number | null } = { value: null };
  const replica = createHallReplica({ link: hall.link });
  const receiver = createFeedReceiver({ link: hall.link, replica, createDevice: hall.createDevice, frameMarkOf: () => marks.value });
  hall.link.goOnline();
  return { hall, receiver, marks };
}

export const show = (receiver: FeedReceiver, number: number, wish = VISIBLE): FeedWatch => {
  const watch = receiver.watch(feedIdOf(number));
  watch.wish(wish);
  return watch;
};
