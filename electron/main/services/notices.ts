import type { Settings } from '#protocol/ipc/calls.ts';

type Notice = { readonly message: string; readonly detail: string };

// Shown by main itself, before or without a page: so they are not in the pages' catalogues.
const NOTICES = {
  settingsSetAside: {
    'zh-CN': {
      message: '本机设置文件已损坏，已恢复为默认设置。',
      detail: '请在设置中重新填写大厅地址。损坏的文件保留在：{place}\n代码：settingsSetAside',
    },
    en: {
      message: 'The settings of this machine were damaged and are back to their defaults.',
      detail: 'Enter the address of the hall again under Settings. The damaged file was kept at: {place}\nCode: settingsSetAside',
    },
  },
  tokenInMemory: {
    'zh-CN': {
      message: '本机没有可用的密钥存储，令牌只保留到程序退出。',
      detail: '请启用系统密钥环（如 GNOME Keyring），或以 CONSOLE_TOKEN_FILE 指定令牌文件。\n代码：tokenInMemory',
    },
    en: {
      message: 'This machine has no key store: the token is kept only until the program ends.',
      detail: 'Switch on a system keyring (such as GNOME Keyring) or name a token file in CONSOLE_TOKEN_FILE.\nCode: tokenInMemory',
    },
  },
} as const satisfies Record<string, Record<Settings['locale'], Notice>>;

/** A sentence for the dispatcher that says what to do. */
export function notice(name: keyof typeof NOTICES, locale: Settings['locale'], place = ''): Notice {
  const { message, detail } = NOTICES[name][locale];
  return { message, detail: detail.replace('{place}', place) };
}

/** What each display shows of itself when asked. */
export function displayLabel(slotId: string | null, locale: Settings['locale']): string {
  if (slotId !== null) return slotId.replace(/^wall-/, locale === 'en' ? 'Wall ' : '大屏 ');
  return locale === 'en' ? 'Desk' : '调度台';
}
