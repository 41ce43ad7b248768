type IconProps = { readonly size: number };

export function UndoIcon({ size }: IconProps) {
  return <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d="M4 9h10a5.5 5.5 0 0 1 0 11h-4M8 4.5 3.5 9 8 13.5" /></svg>;
}

export function WipeIcon({ size }: IconProps) {
  return <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d="m4 15 8.5-9.5 7 6.5-7.5 8H8.5zM9 9.5l7 6.5M6 20h14" /></svg>;
}
