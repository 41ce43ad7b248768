import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import { tokenId } from '#protocol/nouns/ids.ts';
import { ROLES, type Role } from '#protocol/roles.ts';
import { commandWords, UsageError } from '../ports/commandWords.ts';
import { beijingTime, courtOf, needed, newCommandId, printed, type Printed } from './commandLine.ts';
import type { OperatorLink } from './operatorLink.ts';

export const PEOPLE_USAGE = `用法：
  npm run people -- add --username <用户名> --name <姓名> --court <法院代字> --roles <角色,角色> [--phone <电话>]
  npm run people -- list
  npm run people -- reset <用户名>                       重新发放一次性密码
  npm run people -- close <用户名> --reason <原因>       停用账号
  npm run people -- reopen <用户名> --reason <原因>      恢复账号
  npm run people -- unlock <用户名>                      解除锁定
  npm run people -- roles <用户名> --roles <角色,角色>
  npm run people -- sessions                             已登录的人员与被锁定的账号
  npm run people -- end-session <登录编号> --reason <原因>
在大厅所在的机器上、用运行大厅的账号执行；大厅须正在运行。原因至少 2 个字。
  --json 以 JSON 输出
角色:${ROLES.join(' ')}`;

/** Commands that are about nobody who is there already. */
const WITHOUT_OBJECT = new Set(['add', 'list', 'sessions']);

type Args = ReturnType<typeof readArgs>;
type User = HallSnapshot['users'][number];

/** Runs one command about people and answers what is to be printed. Errors: UsageError, AppError. */
export async function runPeopleCommand(args: readonly string[], link: OperatorLink): Promise<string> {
  const options = readArgs(args);
  const command = COMMANDS[options.command];
  if (command === undefined || !Object.hasOwn(COMMANDS, options.command)) {
    throw new UsageError(options.command === '' ? '请写明要做什么，例如 list 或 add。' : `没有 ${options.command} 这个命令。`);
  }
  return printed(await command(options, link), options.json);
}

function readArgs(args: readonly string[]) {
  const { values, positionals } = commandWords({
    args: [...args],
    allowPositionals: true,
    options: {
      username: { type: 'string' },
      name: { type: 'string' },
      court: { type: 'string' },
      roles: { type: 'string' },
      phone: { type: 'string' },
      reason: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [command = '', object, ...more] = positionals;
  const extra = object !== undefined && WITHOUT_OBJECT.has(command) ? [object, ...more] : more;
  if (extra.length > 0) {
    throw new UsageError(`多余的参数：${extra.join(' ')}。`);
  }
  return { ...values, command, object };
}

const COMMANDS: Readonly<Record<string, (options: Args, link: OperatorLink) => Promise<Printed>>> = {
  async add(options, link) {
    const courtCode = courtOf(await link.snapshot(), needed(options.court, '--court'));
    const username = needed(options.username, '--username');
    const name = needed(options.name, '--name');
    const { user, oneTimePassword } = await link.request('user.create', {
      commandId: newCommandId(), username, name, courtCode, roles: rolesOf(options.roles), phone: options.phone ?? null,
    });
    return { lines: [`已新建:${user.name}(${user.username})`, ...passwordLines(oneTimePassword)], json: { user, oneTimePassword } };
  },

  async list(_, link) {
    const { users, courts } = await link.snapshot();
    const courtNames = new Map(courts.map(({ courtCode, name }) => [courtCode, name]));
    const lines = users.map(({ username, name, courtCode, roles, state }) =>
      [username, name, courtNames.get(courtCode) ?? courtCode, roles.join(','), state === 'active' ? '在用' : '已停用'].join('\t'));
    return { lines: lines.length === 0 ? ['还没有人员'] : lines, json: { users } };
  },

  async reset(options, link) {
    const { userId, name } = await userOf(options, link);
    const { oneTimePassword } = await link.request('user.resetPassword', { commandId: newCommandId(), userId });
    return { lines: [`已重置 ${name} 的密码,其登录已全部退出`, ...passwordLines(oneTimePassword)], json: { userId, oneTimePassword } };
  },

  close: (options, link) => changeState('user.close', options, link),
  reopen: (options, link) => changeState('user.reopen', options, link),

  async unlock(options, link) {
    const { userId, name } = await userOf(options, link);
    await link.request('user.unlock', { commandId: newCommandId(), userId });
    return { lines: [`已解除锁定:${name}`], json: { userId } };
  },

  async roles(options, link) {
    const roles = rolesOf(options.roles);
    const { userId, name, version } = await userOf(options, link);
    const { user } = await link.request('user.change', { commandId: newCommandId(), userId, expectedVersion: version, name: options.name ?? name, roles });
    return { lines: [`${user.name} 的角色:${user.roles.join(',')}`], json: { user } };
  },

  async sessions(_, link) {
    const { users } = await link.snapshot();
    const names = new Map(users.map(({ userId, name, username }) => [userId, `${name}(${username})`]));
    const { sessions, lockedOut } = await link.request('user.sessions', {});
    const lines = [
      ...sessions.map((session) => [session.tokenId, names.get(session.userId) ?? session.userId, session.clientName, session.remoteAddress, beijingTime(session.signedInAt), session.connections > 0 ? '在线' : '离线'].join('\t')),
      ...lockedOut.map(({ userId, untilAt }) => `已锁定\t${names.get(userId) ?? userId}\t至 ${beijingTime(untilAt)}`),
    ];
    return { lines: lines.length === 0 ? ['没有人登录,也没有被锁定的账号'] : lines, json: { sessions, lockedOut } };
  },

  async 'end-session'(options, link) {
    const id = tokenId.safeParse(needed(options.object, '<登录编号>'));
    if (!id.success) {
      throw new UsageError('登录编号不对，请先用 people sessions 查看。');
    }
    await link.request('user.endSession', { commandId: newCommandId(), tokenId: id.data, reason: needed(options.reason, '--reason') });
    return { lines: ['已结束此登录'], json: { tokenId: id.data } };
  },
};

async function changeState(request: 'user.close' | 'user.reopen', options: Args, link: OperatorLink): Promise<Printed> {
  const reason = needed(options.reason, '--reason');
  const { userId, version } = await userOf(options, link);
  const { user } = await link.request(request, { commandId: newCommandId(), userId, expectedVersion: version, reason });
  return { lines: [`${user.state === 'closed' ? '已停用' : '已恢复'}:${user.name}(${user.username})`], json: { user } };
}

/** Errors: UsageError. */
async function userOf(options: Args, link: OperatorLink): Promise<User> {
  const username = needed(options.object, '<用户名>').toLowerCase();
  const user = (await link.snapshot()).users.find((known) => known.username === username);
  if (user === undefined) {
    throw new UsageError(`没有用户名为 ${username} 的人员，请先用 people list 查看。`);
  }
  return user;
}

/** Errors: UsageError. */
function rolesOf(text: string | undefined): Role[] {
  return needed(text, '--roles').split(',').map((word) => {
    const role = ROLES.find((known) => known === word.trim());
    if (role === undefined) {
      throw new UsageError(`没有 ${word} 这个角色。`);
    }
    return role;
  });
}

function passwordLines(oneTimePassword: string): string[] {
  return [`一次性密码:${oneTimePassword}`, '只显示这一次;本人首次登录时须改密码。'];
}
