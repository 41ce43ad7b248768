import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Marks the folder of a first exercise. Returns why this hall must not start with what the folder holds, in one line; null when it may:
 * entries dated by a clock that leaps, about things that did not happen, have no place in a log that proves what did.
 */
export function markExercise({ folder, exercise, isEmpty }: { readonly folder: string; readonly exercise: boolean; readonly isEmpty: boolean }): string | null {
  const file = path.join(folder, 'exercise');
  const marked = existsSync(file);
  if (!exercise) {
    return marked ? `存储目录 ${folder} 保存的是演练记录，不能用于实战。请改用实战的存储目录（HALL_STORAGE_DIR），或设置 HALL_EXERCISE=true 继续演练。` : null;
  }
  if (!marked && !isEmpty) {
    return `存储目录 ${folder} 保存的是实战记录，不能用于演练。请为演练另设一个空的存储目录（HALL_STORAGE_DIR）。`;
  }
  if (!marked) {
    writeFileSync(file, '', { mode: 0o600 });
  }
  return null;
}
