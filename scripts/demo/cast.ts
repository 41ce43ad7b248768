import type { Role } from '#protocol/roles.ts';

/** One person of the demo. */
export type CastMember = { readonly username: string; readonly name: string; readonly courtCode: string; readonly roles: readonly Role[]; readonly phone: string };

/** Someone for each role, at the high court, and for the commonest ones at an intermediate and two basic courts. */
export const CAST: readonly CastMember[] = [
  { username: 'diaodu', name: '林晓燕', courtCode: '闽', roles: ['dispatcher'], phone: '0591-8700 0101' },
  { username: 'diaodu2', name: '郑国栋', courtCode: '闽', roles: ['dispatcher'], phone: '0591-8700 0102' },
  { username: 'zhihuizhang', name: '陈志远', courtCode: '闽', roles: ['commander'], phone: '0591-8700 0103' },
  { username: 'daiban', name: '黄建平', courtCode: '闽', roles: ['dutyLeader'], phone: '0591-8700 0104' },
  { username: 'zhiban', name: '吴丽娟', courtCode: '闽', roles: ['dutyOfficer'], phone: '0591-8700 0105' },
  { username: 'jishu', name: '许文斌', courtCode: '闽', roles: ['technician'], phone: '0591-8700 0106' },
  { username: 'huishang', name: '刘敏', courtCode: '闽', roles: ['consultationHost'], phone: '0591-8700 0107' },
  { username: 'lingdao', name: '张维民', courtCode: '闽', roles: ['leader'], phone: '0591-8700 0108' },
  { username: 'shenpi', name: '杨帆', courtCode: '闽', roles: ['approver'], phone: '0591-8700 0109' },
  { username: 'duizhang', name: '苏志强', courtCode: '闽0203', roles: ['teamLeader'], phone: '0592-5300 0110' },
  { username: 'faguan', name: '曾晓东', courtCode: '闽0203', roles: ['judge'], phone: '0592-5300 0111' },
  { username: 'shujiyuan', name: '何静', courtCode: '闽0203', roles: ['clerk'], phone: '0592-5300 0112' },
  { username: 'tingzhang', name: '邱建华', courtCode: '闽0203', roles: ['approver'], phone: '0592-5300 0123' },
  { username: 'fajing', name: '赵刚', courtCode: '闽0203', roles: ['bailiff'], phone: '0592-5300 0113' },
  { username: 'daobo', name: '蔡宇', courtCode: '闽02', roles: ['director'], phone: '0592-5300 0114' },
  { username: 'zhuchi', name: '叶青', courtCode: '闽02', roles: ['presenter'], phone: '0592-5300 0115' },
  { username: 'shenhe', name: '周慧', courtCode: '闽02', roles: ['broadcastReviewer'], phone: '0592-5300 0116' },
  { username: 'jianzheng', name: '方明', courtCode: '闽02', roles: ['witness'], phone: '0592-5300 0117' },
  { username: 'shenji', name: '罗启航', courtCode: '闽', roles: ['auditor'], phone: '0591-8700 0118' },
  { username: 'guanli', name: '谢思远', courtCode: '闽', roles: ['administrator'], phone: '0591-8700 0119' },
  { username: 'xiamen', name: '颜伟', courtCode: '闽02', roles: ['dispatcher', 'dutyOfficer'], phone: '0592-5300 0120' },
  { username: 'siming', name: '洪佳怡', courtCode: '闽0203', roles: ['dispatcher'], phone: '0592-5300 0121' },
  { username: 'anxi', name: '谢福来', courtCode: '闽0524', roles: ['dispatcher', 'dutyOfficer'], phone: '0595-2300 0122' },
];

/** Sets the wall of the demo and of the tests, and sits at the demo's desk unless told otherwise. */
export const LEADING_PERSON = 'diaodu';

/** For whoever wants to sign in as one of them. */
export function describeCast(password: string): string {
  const lines = CAST.map(({ username, name, courtCode, roles }) => `  ${username.padEnd(12)} ${name.padEnd(4, '　')} ${courtCode.padEnd(6)} ${roles.join(', ')}`);
  return [`People to sign in as, all with the password ${password}`, ...lines].join('\n');
}
