import { pinyin } from 'pinyin-pro';
import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { createSoundOf, withoutSound } from './pinyinOf.ts';
import { rankCommands } from './rankCommands.ts';
import { createRecentCommands } from './recentCommands.ts';

const soundOf = createSoundOf((text) => pinyin(text, { toneType: 'none', type: 'array' }));
const command = (title: string, more: Partial<Command> = {}): Command => ({ id: title, title, group: '命令', run: () => undefined, ...more });
const COMMANDS = [
  command('打开面板：警情'),
  command('安溪县人民法院', { group: '法院', thing: true }),
  command('单兵07', { group: '单位', thing: true, detail: '执行一队 · 思明区人民法院' }),
  command('单兵17', { group: '单位', thing: true, detail: '执行二队 · 安溪县人民法院' }),
  command('切换布局：值班', { keywords: ['layout', '版式'] }),
  command('结束登录', { enabled: false }),
];
const found = (query: string, recent: readonly string[] = []) => rankCommands({ commands: COMMANDS, query, recent, soundOf }).map(({ command: { title } }) => title);

describe('the palette', () => {
  it('finds by characters, by initials and by syllables', () => {
    expect(found('安溪')).toEqual(['安溪县人民法院', '单兵17']);
    expect(found('axxrmfy')[0]).toBe('安溪县人民法院');
    expect(found('anxi')).toEqual(['安溪县人民法院']);
    expect(found('db07')).toEqual(['单兵07']);
    expect(found('zhiban')).toEqual(['切换布局：值班']);
    expect(found('layout')).toEqual(['切换布局：值班']);
    expect(found('banshi')).toEqual(['切换布局：值班']);
    expect(found('打警')).toEqual(['打开面板：警情']);
    expect(found('没有的东西')).toEqual([]);
  });

  it('wants every word, in the title or beside it', () => {
    expect(found('单兵 安溪')).toEqual(['单兵17']);
    expect(found('单兵 思明')).toEqual(['单兵07']);
  });

  it('shows which characters fitted', () => {
    const [first] = rankCommands({ commands: COMMANDS, query: '警情', recent: [], soundOf });
    expect([...(first?.marks ?? [])]).toEqual([5, 6]);
  });

  it('begins with what was used last, and hides things until something is typed', () => {
    expect(found('')).toEqual(['打开面板：警情', '切换布局：值班']);
    expect(found('', ['单兵17', '切换布局：值班'])).toEqual(['单兵17', '切换布局：值班', '打开面板：警情']);
    expect(found('单兵', ['单兵17'])).toEqual(['单兵17', '单兵07']);
  });

  it('offers nothing that cannot be done', () => {
    expect(found('结束登录')).toEqual([]);
  });

  it('finds characters before the table of sounds is there', () => {
    expect(rankCommands({ commands: COMMANDS, query: '警情', recent: [], soundOf: withoutSound })).toHaveLength(1);
  });

  it('asks once how each of ten thousand names sounds', () => {
    let asked = 0;
    const counting = createSoundOf((text) => {
      asked += 1;
      return Array.from(text);
    });
    const many = Array.from({ length: 10_000 }, (_, index) => command(`单兵${index}`, { thing: true, detail: '执行一队' }));
    const rank = () => rankCommands({ commands: many, query: 'zz', recent: [], soundOf: counting });
    rank();
    const once = asked;
    rank();
    expect([once, asked]).toEqual([10_001, 10_001]);
  });
});

describe('what was used last', () => {
  const storage = () => {
    const kept = new Map<string, string>();
    return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  };

  it('is kept for each person, once each, the last first', () => {
    const kept = storage();
    const mine = createRecentCommands({ storage: kept, whose: 'a' });
    for (const id of ['x', 'y', 'x', ...Array.from({ length: 11 }, (_, index) => `${index}`)]) {
      mine.use(id);
    }
    expect(mine.read().slice(-2)).toEqual(['0', 'x']);
    expect(createRecentCommands({ storage: kept, whose: 'a' }).read()).toEqual(mine.read());
    expect(createRecentCommands({ storage: kept, whose: 'b' }).read()).toEqual([]);
  });

  it('is nothing where what was kept makes no sense', () => {
    expect(createRecentCommands({ storage: { getItem: () => '{"a":', setItem: () => undefined }, whose: 'a' }).read()).toEqual([]);
  });
});
