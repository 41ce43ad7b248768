import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { OrderIcon } from '../../../ui/icons.tsx';
import { useInstruct, type Instructing } from './InstructProvider.tsx';

/** 「下达现场指令」 beside something that has units; nothing for those who may not. */
export function InstructButton({ begin }: { begin: Instructing }) {
  const { t } = useTranslation();
  const instruct = useInstruct();
  return instruct === null ? null : <Button size="compact-xs" variant="default" onClick={() => instruct(begin)} data-action="instruction.begin">{t('instructions.begin')}</Button>;
}

/** The same as an item of a menu. */
export function InstructItem({ begin }: { begin: Instructing }) {
  const { t } = useTranslation();
  const instruct = useInstruct();
  return instruct === null ? null : <Menu.Item leftSection={<OrderIcon />} onClick={() => instruct(begin)} data-action="instruction.begin">{t('instructions.begin')}</Menu.Item>;
}
