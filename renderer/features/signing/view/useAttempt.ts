import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '#protocol/errors.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { useHall, useLocale } from '../../hall/index.ts';

type Command = { readonly busy: boolean; readonly problem: AppError | null };

/** One attempt at a time, with what went wrong in words that say until when, or how often still. */
export function useAttempt() {
  const { t } = useTranslation();
  const { link } = useHall();
  const locale = useLocale();
  const [command, setCommand] = useState<Command>({ busy: false, problem: null });
  const attempt = async (work: () => Promise<void>) => {
    setCommand({ busy: true, problem: null });
    try {
      await work();
      setCommand({ busy: false, problem: null });
    } catch (error) {
      setCommand({ busy: false, problem: error instanceof AppError ? error : new AppError('internal', { cause: error }) });
    }
  };
  const lockedText = (untilAt: number) => t('signing.lockedUntil', { time: formatMoment(untilAt, link.now(), locale) });
  const untilAt = command.problem?.code === 'pinLocked' ? command.problem.params['untilAt'] : undefined;
  return {
    command,
    attempt,
    lockedText,
    sentences: { signInFailed: t('signing.passwordWrong'), ...(typeof untilAt === 'number' && { pinLocked: lockedText(untilAt) }) },
  };
}
