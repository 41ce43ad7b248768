import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '#protocol/errors.ts';
import { openGuest, openOperator, type HallPlace } from '../commands/openOperator.ts';
import { UsageError } from '../ports/commandWords.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import { runEnrolCommand } from './enrolCommand.ts';
import type { OperatorLink } from './operatorLink.ts';
import { runPeopleCommand } from './peopleCommand.ts';
import { sentenceOf } from './sentences.ts';

describe('command lines against a running hall', () => {
  let test: TestHall;
  let place: HallPlace;
  let link: OperatorLink;
  beforeAll(async () => {
    test = await startTestHall();
    place = { storageDir: test.storageDir, url: `https://127.0.0.1:${test.hall.port}` };
    link = await openOperator(place);
  });
  afterAll(async () => {
    link.close();
    await test.close();
  });
  const enrol = (...args: string[]) => runEnrolCommand(args, { link, courtCode: '闽', url: 'https://192.0.2.7:8443', caFingerprint: 'ab' });
  const people = (...args: string[]) => runPeopleCommand(args, link);

  it('enrols a unit with a code and a link, which its device exchanges for a token that works', async () => {
    const text = await enrol('--role', 'unit', '--name', '思明01', '--team', '执行一队', '--court', '闽0203', '--kind', 'recorder');
    const code = /#code=(\S+)/.exec(text)?.[1] ?? '';
    expect(text).toContain(`注册码:${code}(`);
    const guest = await test.connect();
    const { token } = await guest.request('session.redeemCode', { code, client: { name: '记录仪', version: '1' } });
    const { unit } = await guest.hello({ token, purpose: 'unit' });
    expect(unit).toMatchObject({ name: '思明01', teamName: '执行一队', courtName: '厦门市思明区人民法院' });
    expect(await enrol('--list')).toMatch(/recorder\t思明01\t执行一队\t厦门市思明区人民法院\t在用/);
  });

  it('enrols a console with its token at once, issues it a new code, and revokes it, which cuts it off', async () => {
    const enrolled = JSON.parse(await enrol('--role', 'console', '--name', '指挥台', '--redeem', '--json')) as { token: string; deviceId: string };
    expect(enrolled).toMatchObject({ role: 'console', url: 'https://192.0.2.7:8443', caFingerprint: 'ab' });
    const wall = await test.enter('wall', { token: enrolled.token });
    expect(await enrol('--code', enrolled.deviceId)).toMatch(/注册码:[0-9A-Z]{4}-[0-9A-Z]{4}/);
    await expect(enrol('--revoke', enrolled.deviceId)).rejects.toThrow('--reason');
    expect(await enrol('--revoke', enrolled.deviceId, '--reason', '丢失')).toBe('已吊销:指挥台');
    expect(await wall.closed).toMatchObject({ code: 4002 });
    expect(await enrol('--list', '--json')).not.toContain(enrolled.token);
    await expect(enrol('--revoke', enrolled.deviceId, '--reason', '丢失')).rejects.toMatchObject({ code: 'revoked' });
  });

  it('makes an account, lists it, changes, closes, reopens and resets it, and ends its sign-in', async () => {
    const added = JSON.parse(await people('add', '--username', 'Diaodu', '--name', '林晓燕', '--court', '闽02', '--roles', 'dispatcher,dutyOfficer', '--phone', '0592 5300110', '--json')) as { oneTimePassword: string };
    expect(await people('list')).toContain('diaodu\t林晓燕\t厦门市中级人民法院\tdispatcher,dutyOfficer\t在用');
    const { token } = await test.signIn('diaodu', added.oneTimePassword);
    const desk = await test.enter('desk', { token });
    const sessions = await people('sessions');
    expect(sessions).toMatch(/林晓燕\(diaodu\)\ttest\t127\.0\.0\.1\t.*\t在线/);
    const id = sessions.split('\n').find((line) => line.includes('diaodu'))?.split('\t')[0] ?? '';
    expect(await people('end-session', id, '--reason', '离岗')).toBe('已结束此登录');
    expect(await desk.closed).toMatchObject({ code: 4002 });
    expect(await people('roles', 'diaodu', '--roles', 'leader')).toBe('林晓燕 的角色:leader');
    expect(await people('close', 'diaodu', '--reason', '调离')).toBe('已停用:林晓燕(diaodu)');
    await expect(test.signIn('diaodu', added.oneTimePassword)).rejects.toMatchObject({ code: 'signInFailed' });
    expect(await people('reopen', 'diaodu', '--reason', '调回')).toBe('已恢复:林晓燕(diaodu)');
    const password = /一次性密码:(\S+)/.exec(await people('reset', 'diaodu'))?.[1] ?? '';
    expect(await test.signIn('diaodu', password)).toHaveProperty('token');
    expect(await people('unlock', 'diaodu')).toBe('已解除锁定:林晓燕');
    const taken = await people('add', '--username', 'diaodu', '--name', '某某', '--court', '闽02', '--roles', 'leader').catch((error: AppError) => sentenceOf(error));
    expect(taken).toContain('用户名 diaodu 已有人使用');
  });

  it.each([
    ['enrol', ['--role', 'unit', '--name', 'x']],
    ['enrol', ['--role', 'unit', '--name', 'x', '--team', 'y', '--court', 'XM']],
    ['enrol', ['--role', 'unit', '--name', 'x', '--team', 'y', '--court', '闽9999']],
    ['enrol', ['--role', 'unit', '--name', 'x', '--team', 'y', '--court', '闽0203', '--kind', 'drone']],
    ['enrol', ['--role', 'king', '--name', 'x']],
    ['enrol', ['--role', 'console']],
    ['enrol', ['--revoke', 'nobody', '--reason', '丢失']],
    ['enrol', ['--what']],
    ['enrol', []],
    ['people', []],
    ['people', ['constructor']],
    ['people', ['add', '--username', 'x-1', '--name', 'x', '--court', '闽02', '--roles', 'king']],
    ['people', ['reset', 'nobody']],
    ['people', ['list', 'more', 'and-more']],
    ['people', ['end-session', 'x', '--reason', '离岗']],
  ])('%s %j is refused and nothing is written', async (name, args) => {
    const before = await link.snapshot();
    await expect(name === 'enrol' ? enrol(...args) : people(...args)).rejects.toBeInstanceOf(UsageError);
    expect(await link.snapshot()).toEqual(before);
  });

  it('without a hall, with a folder that is none, or with another hall’s key it says so', async () => {
    await expect(openOperator({ ...place, url: 'https://127.0.0.1:1' })).rejects.toMatchObject({ code: 'disconnected' });
    await expect(openOperator({ ...place, storageDir: path.join(test.storageDir, 'nothing') })).rejects.toThrow('不是指挥中心的存储目录');
    const folder = mkdtempSync(path.join(tmpdir(), 'hall-other-'));
    const other = await startTestHall({ storageDir: folder });
    try {
      cpSync(path.join(test.storageDir, 'tls'), path.join(folder, 'tls'), { recursive: true });
      await expect(openOperator({ ...place, storageDir: folder })).rejects.toMatchObject({ code: 'tokenInvalid' });
    } finally {
      await other.close();
      rmSync(folder, { recursive: true, force: true });
    }
    const guest = await openGuest(place);
    await expect(guest.request('user.sessions', {})).rejects.toMatchObject({ code: 'helloRequired' });
    guest.close();
  });
});
