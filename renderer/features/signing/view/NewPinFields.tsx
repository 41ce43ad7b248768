import { useTranslation } from 'react-i18next';
import { pinFault, PIN_DIGITS } from '../model/pinRule.ts';
import { PinField } from './PinField.tsx';

export type NewPin = { readonly pin: string; readonly repeat: string };
export const NO_PIN: NewPin = { pin: '', repeat: '' };

export function isGood({ pin, repeat }: NewPin): boolean {
  return pinFault(pin) === null && pin === repeat;
}

/** Twice, and why it will not do as soon as that is sure. */
export function NewPinFields({ value, autoFocus = false, onChange }: { value: NewPin; autoFocus?: boolean; onChange: (value: NewPin) => void }) {
  const { t } = useTranslation();
  const fault = value.pin.length < PIN_DIGITS.min ? null : pinFault(value.pin);
  const differs = value.repeat.length >= value.pin.length && value.repeat !== '' && value.repeat !== value.pin;
  return (
    <>
      <PinField field="newPin" label={t('signing.newPin')} description={t('signing.pinRule')} value={value.pin} error={fault === null ? null : t(`signing.fault.${fault}`)} autoFocus={autoFocus} onChange={(pin) => onChange({ ...value, pin })} />
      <PinField field="repeatPin" label={t('signing.repeatPin')} value={value.repeat} error={differs ? t('signing.differs') : null} onChange={(repeat) => onChange({ ...value, repeat })} />
    </>
  );
}
