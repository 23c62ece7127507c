import type { Theme } from '../theme.ts';

/**
 * Dark lines on white, in colours that people with a colour deficiency tell apart (Okabe and Ito's palette) and that stay
 * apart in grey.
 */
export function printTheme({ fontFamily, fontSize }: Theme): Theme {
  return {
    foreground: '#000000',
    muted: '#444444',
    grid: '#d0d0d0',
    background: '#ffffff',
    focus: '#0072b2',
    fontFamily,
    fontSize,
    tooltip: { background: '#ffffff', foreground: '#000000', border: '#444444' },
    tones: { first: '#0072b2', second: '#d55e00', third: '#009e73', fourth: '#8a4b9c', neutral: '#666666' },
    highContrast: false,
  };
}
