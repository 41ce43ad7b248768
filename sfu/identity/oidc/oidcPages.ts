/** What a browser shows when it comes back from the provider. No word of the request is repeated on it. */
export const OIDC_PAGES = {
  done: page(200, '登录已确认', '请回到执行指挥中心客户端,本页可以关闭。', 'Signed in. Go back to the command hall; you may close this page.'),
  unknown: page(400, '登录请求无效或已过期', '请回到执行指挥中心客户端,重新点击统一身份登录。', 'This sign-in is unknown or too old. Start again in the command hall.'),
  elsewhere: page(
    403,
    '登录请求不是从本机发起的',
    '为防止他人冒用您的身份,只能在发起登录的那台电脑上完成。若不是您本人发起,请关闭本页并告知系统管理员。',
    'This sign-in was begun on another machine. Finish it there; if you did not begin it, close this page and tell the administrator.',
  ),
  failed: page(502, '统一身份认证未能确认您的身份', '请回到执行指挥中心客户端重试;仍不成功时改用密码登录,并联系系统管理员。', 'The identity provider did not confirm you. Try again, or sign in with your password.'),
} as const;

type Shown = { readonly status: number; readonly html: string };

function page(status: number, title: string, text: string, english: string): Shown {
  const html = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="color-scheme" content="dark light"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><h1>${title}</h1><p>${text}</p><p lang="en">${english}</p></body>
</html>
`;
  return { status, html };
}
