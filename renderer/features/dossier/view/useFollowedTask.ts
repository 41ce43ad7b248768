import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { TaskId } from '#protocol/nouns/ids.ts';
import { useHall } from '../../hall/index.ts';
import { followTask, type FollowedTask, type TaskFollower } from '../model/followTask.ts';

/** The task as the hall last gave it, asked for again as it changes. */
export function useFollowedTask(taskId: TaskId): FollowedTask & Pick<TaskFollower, 'put' | 'again'> {
  const { link } = useHall();
  const follower = useMemo(() => followTask({ link, taskId }), [link, taskId]);
  useEffect(() => follower.open(), [follower]);
  const { task, problem } = useStore(follower.state);
  return { task, problem, put: follower.put, again: follower.again };
}
