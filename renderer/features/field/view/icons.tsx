import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg viewBox="0 0 24 24" width="28" height="28" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export function SwitchIcon() {
  return (
    <Icon>
      <path d="M4 8h4l1.6-2.5h4.8L16 8h4v11H4z" />
      <path d="M9 13.5a3 3 0 0 1 5.4-1.8M15 13.5a3 3 0 0 1-5.4 1.8" />
      <path d="M14.8 9.8v2h-2M9.2 17.2v-2h2" />
    </Icon>
  );
}

export function SunIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4" />
    </Icon>
  );
}

export function TorchIcon() {
  return (
    <Icon>
      <path d="M8 3h8v4l-2 3v11h-4V10L8 7zM8 6.5h8M12 13v2.5" />
    </Icon>
  );
}

export function MicrophoneIcon({ off }: { off: boolean }) {
  return (
    <Icon>
      <path d="M12 3.5a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0V6A2.5 2.5 0 0 1 12 3.5z" />
      <path d="M6 11a6 6 0 0 0 12 0M12 17v3.5" />
      {off ? <path d="M4 4l16 16" /> : null}
    </Icon>
  );
}
