import { createTheme, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = [
  '#e6f2ff', '#cde3ff', '#9bc5ff', '#69a9ff', '#4d9fff', '#3b8ef0', '#2f7fde', '#236cc2', '#1a579e', '#14304f',
];

/** Mantine's neutral ramp for dark schemes, text first, deepest ground last. */
const dark: MantineColorsTuple = [
  '#e4eaf1', '#c3cdd9', '#a3b1c2', '#76869a', '#364659', '#243040', '#18202a', '#11171e', '#0e131a', '#0b0f14',
];

/** Dense and calm: 12 to 13 px text, small radii, no shadows to speak of. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { accent, dark },
  fontFamily: 'var(--hall-font)',
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    InputWrapper: { styles: { label: { marginBottom: 3 } } },
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    // As high as its neighbours in a line of filters.
    MultiSelect: { defaultProps: { size: 'xs' }, styles: { input: { paddingBlock: 1 } } },
    Modal: { defaultProps: { shadow: 'none' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
  },
});
