import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { createCommand } from './createCommand.ts';

function setUp() {
  const link = new FakeHallLink();
  link.goOnline();
  let count = 0;
  const command = createCommand({ link, name: 'user.unlock', newCommandId: () => `command ${(count += 1)}` });
  return { link, command, ids: () => link.inputsOf('user.unlock').map((input) => input.commandId) };
}

const USER = { userId: '0190a0b0-0000-7000-8000-000000000001' };
const OTHER = { userId: '0190a0b0-0000-7000-8000-000000000002' };

describe('command', () => {
  it('is the same command when it is asked again after its answer was lost', async () => {
    const { link, command, ids } = setUp();
    link.answers['user.unlock'] = () => {
      throw new AppError('timedOut');
    };
    expect(await command.ask(USER)).toBeNull();
    expect(command.state.getState()).toMatchObject({ busy: false, problem: { code: 'timedOut' } });
    link.answers['user.unlock'] = () => ({});
    expect(await command.ask(USER)).toEqual({});
    expect(command.state.getState()).toEqual({ busy: false, problem: null });
    expect(ids()).toEqual(['command 1', 'command 1']);
  });

  it('is another command with other words, and after success', async () => {
    const { link, command, ids } = setUp();
    link.answers['user.unlock'] = () => {
      throw new AppError('disconnected');
    };
    await command.ask(USER);
    link.answers['user.unlock'] = () => ({});
    await command.ask(OTHER);
    await command.ask(OTHER);
    expect(ids()).toEqual(['command 1', 'command 2', 'command 3']);
  });

  it('asks once at a time, and says what it does not understand is internal', async () => {
    const { link, command, ids } = setUp();
    link.answers['user.unlock'] = () => {
      throw new TypeError('no');
    };
    const first = command.ask(USER);
    expect(command.state.getState().busy).toBe(true);
    expect(await command.ask(USER)).toBeNull();
    expect(await first).toBeNull();
    expect(ids()).toHaveLength(1);
    expect(command.state.getState().problem?.code).toBe('internal');
    command.forget();
    expect(command.state.getState().problem).toBeNull();
  });
});
