/** Colours and fonts of the current VS Code theme, for the charts: a canvas cannot use CSS variables. */

/** Roles a bar can have; each maps to one colour of the theme. */
export type Tone = 'first' | 'second' | 'third' | 'fourth' | 'neutral';

export interface Theme {
  foreground: string;
  muted: string;
  grid: string;
  background: string;
  focus: string;
  fontFamily: string;
  fontSize: number;
  tooltip: { background: string; foreground: string; border: string };
  tones: Record<Tone, string>;
  highContrast: boolean;
}

/** Reads the theme from the page; the values in brackets serve only outside VS Code. */
export function readTheme(): Theme {
  const styles = getComputedStyle(document.body);
  const read = (names: readonly string[], fallback: string): string => {
    for (const name of names) {
      const value = styles.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== '') return value;
    }
    return fallback;
  };
  const foreground = read(['charts-foreground', 'foreground'], 'CanvasText');
  return {
    foreground,
    muted: read(['descriptionForeground'], foreground),
    grid: read(['panel-border', 'charts-lines'], 'GrayText'),
    background: read(['editor-background'], 'Canvas'),
    focus: read(['focusBorder', 'contrastActiveBorder'], 'Highlight'),
    fontFamily: read(['font-family'], 'sans-serif'),
    fontSize: Number.parseFloat(read(['font-size'], '13px')) - 1,
    tooltip: {
      background: read(['editorHoverWidget-background', 'editor-background'], 'Canvas'),
      foreground: read(['editorHoverWidget-foreground', 'foreground'], 'CanvasText'),
      border: read(['editorHoverWidget-border', 'contrastBorder'], 'GrayText'),
    },
    tones: {
      first: read(['charts-blue'], foreground),
      second: read(['charts-orange'], foreground),
      third: read(['charts-green'], foreground),
      fourth: read(['charts-purple'], foreground),
      neutral: read(['descriptionForeground', 'foreground'], foreground),
    },
    highContrast: document.body.classList.contains('vscode-high-contrast'),
  };
}

/** Calls back when the user changes the colour theme: VS Code then rewrites the root's style and the body's class. */
export function onThemeChange(changed: (theme: Theme) => void): void {
  let scheduled = false;
  const observer = new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      changed(readTheme());
    });
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
}

/**
 * A colour of the theme, made partly transparent; `share` is 0 to 1. Written so that files of pictures are understood by
 * programs that know less of CSS than a browser.
 */
export function withAlpha(colour: string, share: number): string {
  return `rgba(${rgbOf(colour).join(', ')}, ${share})`;
}

/** Red, green and blue of a colour, 0 to 255. A canvas knows how to read every way of writing one. */
export function rgbOf(colour: string): [red: number, green: number, blue: number] {
  painter ??= document.createElement('canvas').getContext('2d');
  if (painter === null) return [128, 128, 128];
  painter.fillStyle = colour;
  const written = painter.fillStyle;
  const [red = 0, green = 0, blue = 0] = written.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(written.slice(at, at + 2), 16))
    : (written.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

let painter: CanvasRenderingContext2D | null | undefined;
