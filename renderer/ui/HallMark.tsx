/** The hall's mark: scales over a screen. Drawn with the text's colour and size. */
export function HallMark({ className }: { className?: string | undefined }) {
  return (
    <svg className={className} viewBox="0 0 48 48" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <circle cx="24" cy="24" r="21.5" strokeWidth="1.6" opacity="0.55" />
      <path d="M24 9v27M16 36h16M12 15h24" />
      <path d="M12 15l-4.6 10a4.9 4.9 0 0 0 9.2 0L12 15zM36 15l-4.6 10a4.9 4.9 0 0 0 9.2 0L36 15z" />
      <circle cx="24" cy="10.5" r="1.8" fill="currentColor" />
    </svg>
  );
}
