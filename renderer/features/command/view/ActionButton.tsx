import { Button, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useBlocked } from './useBlocked.ts';

export type ActionButtonProps = {
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly variant?: 'default' | 'filled';
  readonly size?: 'xs' | 'compact-xs';
  readonly leftSection?: ReactNode;
  readonly loading?: boolean;
  /** For tests: the command behind it. */
  readonly 'data-action': string;
};

/** A button that changes the hall; while it cannot, it says why. */
export function ActionButton({ onClick, ...button }: ActionButtonProps) {
  const blocked = useBlocked();
  // `data-disabled` instead of `disabled`: the reason must be readable with the mouse and with the keyboard.
  return (
    <Tooltip label={blocked} disabled={blocked === null} multiline maw={280}>
      <Button
        variant="default"
        {...button}
        {...(blocked !== null && { 'data-disabled': true })}
        aria-disabled={blocked !== null}
        onClick={() => {
          if (blocked === null) {
            onClick();
          }
        }}
      />
    </Tooltip>
  );
}
