import type { Tile } from '../charts/fills.ts';
import { tag } from './svg-markup.ts';

/** A tile as an SVG pattern: its ground, and on it what tells it from others. */
export function svgPattern(id: string, tile: Tile): string {
  const { size, background } = tile;
  return tag(
    'pattern',
    { id, width: size, height: size, patternUnits: 'userSpaceOnUse' },
    tag('rect', { width: size, height: size, fill: background }) + marks(tile),
  );
}

function marks({ size, colour, strength, pattern }: Tile): string {
  switch (pattern) {
    case 'solid':
      return tag('rect', { width: size, height: size, fill: colour, 'fill-opacity': strength });
    case 'stripes':
    case 'back-stripes': {
      const [from, to] = pattern === 'stripes' ? [size, 0] : [0, size];
      // Three of them, shifted by a tile, so that neighbouring tiles join without gaps in the corners.
      return tag('path', {
        d: [-size, 0, size].map((shift) => `M${shift} ${from}L${shift + size} ${to}`).join(''),
        stroke: colour,
        'stroke-opacity': strength,
        'stroke-width': 2,
      });
    }
    case 'grid':
      return tag('path', {
        d: `M0 0.5H${size}M0.5 0V${size}`,
        stroke: colour,
        'stroke-opacity': strength,
        'stroke-width': 1,
      });
    case 'dots':
      return tag('circle', { cx: size / 2, cy: size / 2, r: size / 3.5, fill: colour, 'fill-opacity': strength });
    case 'hollow':
      return '';
  }
}
