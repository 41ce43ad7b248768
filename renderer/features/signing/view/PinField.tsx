import { PasswordInput } from '@mantine/core';
import { PIN_DIGITS } from '../model/pinRule.ts';

type PinFieldProps = { readonly label: string; readonly value: string; readonly error?: string | null; readonly autoFocus?: boolean; readonly field: string; readonly description?: string; readonly onChange: (pin: string) => void };

/** Digits alone, masked; a tablet shows its number pad, and no browser offers to remember them. */
export function PinField({ label, value, error = null, autoFocus = false, field, description, onChange }: PinFieldProps) {
  return (
    <PasswordInput
      label={label}
      description={description}
      value={value}
      error={error}
      inputMode="numeric"
      autoComplete="off"
      maxLength={PIN_DIGITS.max}
      data-field={field}
      data-autofocus={autoFocus ? true : undefined}
      onChange={(event) => onChange(event.currentTarget.value.replaceAll(/\D/g, ''))}
    />
  );
}
