import type { Theme } from '../theme.ts';

const MARGIN = 12;
const HEADING_SIZE = 16;
const SOURCE_SIZE = 11;

/**
 * A chart as a PNG that can stand alone: on the theme's background, its heading above, and below it whose figures these are.
 * Undefined where the browser gives no picture.
 */
export async function pictureOf(
  chart: HTMLCanvasElement,
  { heading, source }: { heading: string; source: string },
  theme: Theme,
): Promise<Uint8Array | undefined> {
  const scale = chart.clientWidth === 0 ? 1 : chart.width / chart.clientWidth;
  const [top, bottom] = [MARGIN + HEADING_SIZE + MARGIN, SOURCE_SIZE + 2 * MARGIN];
  const picture = document.createElement('canvas');
  picture.width = chart.width + 2 * MARGIN * scale;
  picture.height = chart.height + (top + bottom) * scale;
  const context = picture.getContext('2d');
  if (context === null) return undefined;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.scale(scale, scale);
  context.drawImage(chart, MARGIN, top, chart.width / scale, chart.height / scale);
  const width = picture.width / scale - 2 * MARGIN;
  context.fillStyle = theme.foreground;
  context.textBaseline = 'top';
  context.font = `600 ${HEADING_SIZE}px ${theme.fontFamily}`;
  context.fillText(heading, MARGIN, MARGIN, width);
  context.fillStyle = theme.muted;
  context.font = `${SOURCE_SIZE}px ${theme.fontFamily}`;
  context.fillText(source, MARGIN, picture.height / scale - SOURCE_SIZE - MARGIN, width);
  const blob = await new Promise<Blob | null>((resolve) => picture.toBlob(resolve, 'image/png'));
  return blob === null ? undefined : new Uint8Array(await blob.arrayBuffer());
}
