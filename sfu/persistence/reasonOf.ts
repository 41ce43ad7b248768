/** What the system, SQLite or PostgreSQL mean, in words for people. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: '无权访问，请用运行大厅的系统账号执行',
  EPERM: '无权访问，请用运行大厅的系统账号执行',
  EROFS: '所在的磁盘是只读的',
  ENOSPC: '磁盘已满，请先腾出空间',
  ENOENT: '找不到文件或文件夹',
  EISDIR: '这是一个文件夹',
  ENOTDIR: '路径中有一段是文件，不是文件夹',
  EEXIST: '同名的文件已经存在',
  EADDRINUSE: '端口已被占用，请停掉占用它的程序，或用 HALL_PORT 换一个端口',
  ECONNREFUSED: '数据库服务没有运行，或地址、端口不对',
  ENOTFOUND: '找不到数据库服务器的地址',
  EAI_AGAIN: '找不到数据库服务器的地址',
  SQLITE_FULL: '磁盘已满，请先腾出空间',
  SQLITE_CANTOPEN: '数据库文件打不开，请检查文件夹的权限和磁盘',
  SQLITE_CORRUPT: '数据库文件已损坏，请用 npm run log:restore -- <备份> --replace 从备份恢复',
  SQLITE_NOTADB: '这个文件不是数据库，或已损坏',
  SQLITE_BUSY: '数据库正被另一个程序占用',
  '28P01': '用户名或密码不对',
  '3D000': '服务器上没有这个数据库',
  '57P03': '数据库服务正在启动或停止',
  '53300': '数据库的连接已满',
};

/** PostgreSQL's driver gives these no code. */
const SILENCE = /connection terminated|timeout/i;

/** One line: known causes in Chinese, with the file they are about; others as the system put them. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) {
    return String(cause);
  }
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const known = REASONS[code] ?? Object.entries(REASONS).find(([name]) => code.startsWith(`${name}_`))?.[1] ?? (SILENCE.test(cause.message) ? '数据库服务没有应答' : undefined);
  // Several addresses that all refuse come without words of their own.
  const words = (cause.message === '' ? code : cause.message).replace(/\s*\n\s*/g, ' ');
  return known === undefined ? words : `${known}（${words}）`;
}
