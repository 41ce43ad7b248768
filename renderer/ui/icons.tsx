import type { ReactNode } from 'react';

type IconProps = { readonly size?: number };

function icon(paths: ReactNode) {
  return function Icon({ size = 16 }: IconProps) {
    return (
      <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        {paths}
      </svg>
    );
  };
}

export const SearchIcon = icon(<><circle cx="10.5" cy="10.5" r="6.5" /><path d="M15.5 15.5 21 21" /></>);
export const SettingsIcon = icon(
  <><circle cx="12" cy="12" r="3.2" /><path d="M12 2.8v3M12 18.2v3M2.8 12h3M18.2 12h3M5.5 5.5l2.1 2.1M16.4 16.4l2.1 2.1M5.5 18.5l2.1-2.1M16.4 7.6l2.1-2.1" /></>,
);
export const KeyboardIcon = icon(<><rect x="2.5" y="6" width="19" height="12" rx="2" /><path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8" /></>);
export const PinIcon = icon(<path d="M9 3h6l-.8 6 3.3 3.5v1.8h-11v-1.8L9.8 9 9 3zM12 14.3V21" />);
export const SoundOnIcon = icon(<><path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4z" /><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" /></>);
export const SoundOffIcon = icon(<><path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4z" /><path d="m16 9.5 5 5M21 9.5l-5 5" /></>);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6 6 18" />);
export const CameraIcon = icon(<><rect x="2.5" y="6.5" width="12.5" height="11" rx="2" /><path d="m15 11 6.5-3.5v9L15 13" /></>);
export const DisplayIcon = icon(<><rect x="2.5" y="4" width="19" height="12.5" rx="1.6" /><path d="M8.5 20.5h7M12 16.5v4" /></>);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const RefreshIcon = icon(<><path d="M20 12a8 8 0 1 1-2.4-5.7" /><path d="M20.5 3.5v4.2h-4.2" /></>);
