import { tileOf } from '../charts/fills.ts';
import type { LegendEntry } from '../charts/legend.ts';
import type { Theme } from '../theme.ts';
import { SvgContext } from './svg-context.ts';

export type PictureFormat = 'png' | 'svg';

/** Something drawn that can leave the panel. */
export interface Drawing {
  /** In CSS pixels. */
  width: number;
  height: number;
  draw(context: CanvasRenderingContext2D): void;
}

/** What stands around a drawing, so that it can be read without the panel. */
export interface Frame {
  heading: string;
  description: string;
  /** Whose figures these are. */
  source: string;
  theme: Theme;
  legend: readonly LegendEntry[];
}

const MARGIN = 12;
const HEADING_SIZE = 16;
const SOURCE_SIZE = 11;
const LEGEND_HEIGHT = 20;
export const SWATCH = { width: 14, height: 10 };
/** Dots of a PNG per CSS pixel: enough for print at column width. */
const PNG_SCALE = 3;

/** The drawing in its frame as the content of a file. Undefined where the browser gives no picture. */
export async function pictureFile(
  drawing: Drawing,
  frame: Frame,
  format: PictureFormat,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  switch (format) {
    case 'png': {
      const blob = await pngOf(drawing, frame);
      return blob === undefined ? undefined : new Uint8Array(await blob.arrayBuffer());
    }
    case 'svg':
      return new TextEncoder().encode(svgOf(drawing, frame));
  }
}

export async function pngOf(drawing: Drawing, frame: Frame): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas');
  const { left, top, width, height } = boxOf(drawing, frame);
  canvas.width = width * PNG_SCALE;
  canvas.height = height * PNG_SCALE;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.setTransform(PNG_SCALE, 0, 0, PNG_SCALE, -left * PNG_SCALE, -top * PNG_SCALE);
  drawFrame(context, drawing, frame);
  drawing.draw(context);
  return (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))) ?? undefined;
}

function svgOf(drawing: Drawing, frame: Frame): string {
  const measuring = document.createElement('canvas').getContext('2d');
  const recorder = new SvgContext(drawing.width, drawing.height, {
    measure: (text, font) => {
      if (measuring === null) return 0;
      measuring.font = font;
      return measuring.measureText(text).width;
    },
    tileOf,
  });
  // The drawing comes first: what clears its canvas would take the frame along.
  drawing.draw(recorder.context);
  drawFrame(recorder.context, drawing, frame);
  const { heading, description, source, theme } = frame;
  const { left: x, top: y, width, height } = boxOf(drawing, frame);
  return recorder.toSvg({
    title: heading,
    description: `${description} ${source}`,
    view: { x, y, width, height },
    background: theme.background,
  });
}

/** The whole picture, seen from the corner of the drawing. */
function boxOf({ width, height }: Drawing, { legend }: Frame) {
  const above = MARGIN + HEADING_SIZE + MARGIN + (legend.length > 0 ? LEGEND_HEIGHT : 0);
  const below = SOURCE_SIZE + 2 * MARGIN;
  return { left: -MARGIN, top: -above, width: width + 2 * MARGIN, height: height + above + below };
}

/** Background, heading, legend and source. What has a ground of its own is drawn without one: see `toSvg`. */
function drawFrame(context: CanvasRenderingContext2D, drawing: Drawing, frame: Frame): void {
  const { heading, source, theme, legend } = frame;
  const { left, top, width, height } = boxOf(drawing, frame);
  context.save();
  if (context instanceof CanvasRenderingContext2D) {
    context.fillStyle = theme.background;
    context.fillRect(left, top, width, height);
  }
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.fillStyle = theme.foreground;
  context.font = `600 ${HEADING_SIZE}px ${theme.fontFamily}`;
  context.fillText(heading, 0, top + MARGIN, drawing.width);
  context.font = `${theme.fontSize}px ${theme.fontFamily}`;
  let x = 0;
  for (const { label, drawSwatch } of legend) {
    const y = top + MARGIN + HEADING_SIZE + MARGIN / 2;
    drawSwatch(context, x, y + 2);
    context.fillStyle = theme.foreground;
    context.fillText(label, x + SWATCH.width + 6, y);
    x += SWATCH.width + 6 + context.measureText(label).width + 16;
  }
  context.fillStyle = theme.muted;
  context.font = `${SOURCE_SIZE}px ${theme.fontFamily}`;
  context.fillText(source, 0, drawing.height + MARGIN, drawing.width);
  context.restore();
}
