import { describe, expect, it, vi } from 'vitest';
import { taskIdOf, TaskRig } from '#domain/tasks/taskRig.ts';
import { AppError } from '#protocol/errors.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { followTask } from './followTask.ts';

const CLERK = 'clerk@闽0203';
const settled = () => vi.waitFor(() => undefined);

function setUp() {
  const rig = new TaskRig();
  const link = new FakeHallLink();
  let held: Promise<void> = Promise.resolve();
  const first = rig.create(CLERK);
  link.answers['task.open'] = async () => {
    const task = rig.task();
    await held;
    return { task };
  };
  const follower = followTask({ link, taskId: taskIdOf(1) });
  const changed = ({ version, state, title }: Task) => link.notify('task.changed', { taskId: taskIdOf(1), version, state, title, what: 'submit', at: 0 });
  return { rig, link, follower, first, changed, hold: (until: Promise<void>) => (held = until), shown: () => follower.state.getState().task?.version };
}

describe('a task that is followed', () => {
  it('is asked for when the hall is there, again when it comes back, and whenever it changed', async () => {
    const { rig, link, follower, first, changed, shown } = setUp();
    const close = follower.open();
    expect(link.asked).toEqual([]);
    link.goOnline();
    await vi.waitFor(() => expect(shown()).toBe(first.version));
    const second = rig.act(CLERK, 'submit');
    changed(second);
    await vi.waitFor(() => expect(shown()).toBe(second.version));
    changed(first);
    expect(link.inputsOf('task.open')).toHaveLength(2);
    link.goOffline();
    expect(shown()).toBe(second.version);
    link.goOnline();
    expect(link.inputsOf('task.open')).toHaveLength(3);
    close();
    changed({ ...second, version: second.version + 1 });
    expect(link.inputsOf('task.open')).toHaveLength(3);
  });

  it('never goes back to what it was: an answer that was overtaken is passed over', async () => {
    const { rig, link, follower, hold, shown } = setUp();
    let release: () => void = () => undefined;
    hold(new Promise((resolve) => (release = resolve)));
    link.goOnline();
    follower.open();
    const newer = rig.act(CLERK, 'submit');
    follower.put(newer);
    release();
    await settled();
    expect(shown()).toBe(newer.version);
  });

  it('keeps what was known when asking fails, and says why', async () => {
    const { rig, link, follower, changed, first, shown } = setUp();
    link.goOnline();
    follower.open();
    await vi.waitFor(() => expect(shown()).toBe(first.version));
    link.answers['task.open'] = () => {
      throw new AppError('logUnavailable');
    };
    changed(rig.act(CLERK, 'submit'));
    await vi.waitFor(() => expect(follower.state.getState().problem).toBe('logUnavailable'));
    expect(shown()).toBe(first.version);
  });
});
