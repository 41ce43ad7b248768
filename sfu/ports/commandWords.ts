import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The words of a command line are wrong; `message` is a sentence that says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Node's `parseArgs`, which complains in sentences for people. Errors: UsageError. */
export function commandWords<const Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && cause.code.startsWith('ERR_PARSE_ARGS')) {
      throw new UsageError(sentenceOf(cause.code, /'([^' ]+)/.exec(cause.message)?.[1] ?? ''), { cause });
    }
    throw cause;
  }
}

function sentenceOf(code: string, word: string): string {
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': return `没有 ${word} 这个选项。`;
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL': return `多余的参数：${word}。`;
    default: return `选项 ${word} 的写法不对：要么缺少它的值，要么它不带值。`;
  }
}
