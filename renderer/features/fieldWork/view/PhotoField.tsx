type PhotoFieldProps = { readonly label: string; readonly role: string; /** Straight from the back camera. */ readonly capture?: boolean; readonly disabled: boolean; readonly onFile: (file: File) => void };

/** Named types make iPhones hand over JPEG instead of their own. */
const ACCEPT = 'image/jpeg,image/png,image/webp';

export function PhotoField({ label, role, capture = false, disabled, onFile }: PhotoFieldProps) {
  return (
    <label data-disabled={disabled}>
      {label}
      <input
        type="file"
        accept={ACCEPT}
        data-role={role}
        disabled={disabled}
        {...(capture ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          const field = event.currentTarget;
          const file = field.files?.[0];
          if (file !== undefined) onFile(file);
          // The same one may be chosen again.
          field.value = '';
        }}
      />
    </label>
  );
}
