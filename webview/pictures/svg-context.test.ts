import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SvgContext } from './svg-context.ts';

const STRIPES = { size: 6, background: '#fff', colour: '#00f', strength: 0.5, pattern: 'stripes' } as const;
const stripes = {};

/** What is drawn, without the frame of the document. */
function drawn(draw: (context: CanvasRenderingContext2D) => void): string[] {
  const recorder = new SvgContext(100, 50, {
    measure: (text) => 6 * text.length,
    tileOf: (pattern) => (pattern === stripes ? STRIPES : undefined),
  });
  draw(recorder.context);
  const view = { x: 0, y: 0, width: 100, height: 50 };
  const svg = recorder.toSvg({ title: 'a < b', description: '"quoted"', view, background: '#fff' });
  assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="100" height="50" viewBox="0 0 100 50"/);
  assert.match(svg, /<title id="title">a &lt; b<\/title><desc id="description">&quot;quoted&quot;<\/desc>/);
  return svg.split('\n').slice(2, -2);
}

const GROUND = '<rect x="0" y="0" width="100" height="50" fill="#fff"/>';

test('a rectangle is where its transform puts it', () => {
  const lines = drawn((context) => {
    context.translate(10, 5);
    context.scale(2, 2);
    context.fillStyle = 'red';
    context.fillRect(1, 2, 3, 4);
  });
  assert.deepEqual(lines, [GROUND, '<path d="M12 9L18 9 18 17 12 17Z" fill="red"/>']);
});

test('a line has its width, its dash and its ends', () => {
  const lines = drawn((context) => {
    context.strokeStyle = '#123456';
    context.lineWidth = 2;
    context.lineCap = 'round';
    context.setLineDash([4, 3]);
    context.beginPath();
    context.moveTo(0, 0);
    context.lineTo(10.126, -0.001);
    context.stroke();
  });
  assert.deepEqual(lines, [
    GROUND,
    '<path d="M0 0L10.13 0" fill="none" stroke="#123456" stroke-width="2" stroke-linecap="round" stroke-dasharray="4 3" stroke-dashoffset="0"/>',
  ]);
});

test('a circle is two halves, and goes the way it is asked to', () => {
  const circle = (isAnticlockwise: boolean) =>
    drawn((context) => {
      context.beginPath();
      context.arc(10, 10, 5, 0, 2 * Math.PI, isAnticlockwise);
      context.fill();
    })[1];
  assert.equal(circle(false), '<path d="M15 10A5 5 0 0 1 5 10A5 5 0 0 1 15 10" fill="#000000"/>');
  // As a canvas does: backwards from 0 to 2 pi is no way at all.
  assert.equal(circle(true), '<path d="M15 10A5 5 0 0 0 15 10A5 5 0 0 0 15 10" fill="#000000"/>');
});

test('text stands at its baseline, with its font, and is escaped', () => {
  const lines = drawn((context) => {
    context.font = 'bold 12px "Segoe UI", sans-serif';
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillText('<R&D>', 50, 20);
  });
  assert.deepEqual(lines, [
    GROUND,
    `<text x="50" y="24.2" text-anchor="end" fill="#000000" font-family="'Segoe UI', sans-serif" font-size="12" font-weight="bold">&lt;R&amp;D&gt;</text>`,
  ]);
});

test('text that is too long for its place is squeezed, and turned with its axis', () => {
  const [, line] = drawn((context) => {
    context.rotate(-Math.PI / 2);
    context.fillText('1234567890', 0, 0, 30);
  });
  assert.match(line ?? '', /transform="matrix\(0 -1 1 0 0 0\)" textLength="30"/);
});

test('a pattern is written once, however often it is used', () => {
  const lines = drawn((context) => {
    context.fillStyle = stripes as CanvasPattern;
    context.fillRect(0, 0, 1, 1);
    context.fillRect(2, 0, 1, 1);
  });
  assert.deepEqual(lines, [
    '<defs><pattern id="pattern-1" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/><path d="M-6 6L0 0M0 6L6 0M6 6L12 0" stroke="#00f" stroke-width="2" opacity="0.5"/></pattern></defs>',
    GROUND,
    '<path d="M0 0L1 0 1 1 0 1Z" fill="url(#pattern-1)"/>',
    '<path d="M2 0L3 0 3 1 2 1Z" fill="url(#pattern-1)"/>',
  ]);
});

test('a clip lies within the one before, until what was saved comes back', () => {
  const lines = drawn((context) => {
    context.save();
    context.beginPath();
    context.rect(0, 0, 10, 10);
    context.clip();
    context.beginPath();
    context.rect(5, 5, 10, 10);
    context.clip();
    context.globalAlpha = 0.5;
    context.fillRect(0, 0, 20, 20);
    context.restore();
    context.fillRect(0, 0, 1, 1);
  });
  assert.deepEqual(lines.slice(2), [
    '<path d="M0 0L20 0 20 20 0 20Z" fill="#000000" opacity="0.5" clip-path="url(#clip-2)"/>',
    '<path d="M0 0L1 0 1 1 0 1Z" fill="#000000"/>',
  ]);
  assert.match(lines[0] ?? '', /<clipPath id="clip-2" clip-path="url\(#clip-1\)">/);
});

test('whoever clears the whole canvas begins anew', () => {
  const lines = drawn((context) => {
    context.fillRect(0, 0, 5, 5);
    context.clearRect(0, 0, 100, 50);
  });
  assert.deepEqual(lines, [GROUND]);
});

test('what cannot be written is an error, not a gap', () => {
  assert.throws(() => drawn((context) => context.putImageData({} as ImageData, 0, 0)), /putImageData is not known/);
  assert.throws(
    () =>
      drawn((context) => {
        context.fillStyle = {} as CanvasPattern;
        context.fillRect(0, 0, 1, 1);
      }),
    /a fill that is not known/,
  );
});
