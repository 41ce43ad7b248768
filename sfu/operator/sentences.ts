import type { AppError, ErrorCode } from '#protocol/errors.ts';

const SENTENCES: Partial<Record<ErrorCode, string>> = {
  disconnected: '指挥中心没有运行（或不在这个端口），或在执行中断开。请检查 HALL_PORT，或先用 npm run hall 启动，再执行本命令。',
  closing: '指挥中心正在停机,请在它重新启动后再执行。',
  timedOut: '指挥中心没有及时答复,请稍后再执行。',
    tokenInvalid: '指挥中心不认这个存储目录里的密钥:目录与正在运行的指挥中心不是同一个。请检查 HALL_STORAGE_DIR 和 HALL_PORT。',
  tokenExpired: '本机时钟与指挥中心不一致,请校时后再执行。',
  protocolTooOld: '命令行与正在运行的指挥中心版本不同,请用同一版本。',
  protocolTooNew: '命令行与正在运行的指挥中心版本不同,请重新启动指挥中心。',
  notFound: '没有找到这个对象,请先列出清单核对编号或用户名。',
  conflict: '有重名,或内容刚被他人修改。请列出清单核对后再执行。',
  rolesExclude: '审计员与系统管理员不能由同一人担任。',
  lastAdministrator: '这是省高院最后一个在用的系统管理员,不能停用或取消其角色。',
  onDuty: '此人正在值班,请先交班。',
  revoked: '此单位或设备已被吊销,不能再用;请重新登记。',
  codeInvalid: '注册码已被使用或已过期,请重新发放。',
  tooManyRequests: '请求过多,请过一分钟再执行。',
  forbidden: '命令行不能做这件事,请在客户端由有权限的人员操作。',
};

/** Why nothing can be recorded. */
const CAUSES: Readonly<Record<string, string>> = { diskFull: '磁盘已满', readOnly: '磁盘或数据库只读', databaseAway: '数据库没有应答' };

/** What a field must be, by its path in the request. */
const FIELDS: Readonly<Record<string, string>> = {
  username: '用户名须以小写字母开头，由 3 至 32 个小写字母、数字或 . _ - 组成',
  name: '名称不能为空，人员姓名至多 32 个字，单位和设备名称至多 64 个字',
  teamName: '队伍名称不能为空，至多 64 个字',
  phone: '电话须为 5 至 24 位数字，可带 + - 和空格',
  reason: '原因须写 2 至 200 个字',
};

/** What the hall answered, as a sentence that says what to do. */
export function sentenceOf({ code, params }: AppError): string {
  if (code === 'badInput') {
    const path = String(params['path'] ?? '');
    return `填写的内容不符合要求：${FIELDS[path] ?? path}。`;
  }
  if (code === 'conflict' && params['username'] !== undefined) {
    return `用户名 ${params['username']} 已有人使用(停用的账号也算),请换一个。`;
  }
  if (code === 'logUnavailable') {
    return `指挥中心现在无法记录（${CAUSES[String(params['reason'])] ?? '原因见大厅的日志'}），因此什么也没有改动。请排除故障后再执行。`;
  }
  return SENTENCES[code] ?? `指挥中心拒绝了这个命令(${code})。`;
}
