import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SvgContext } from './svg-context.ts';

const VIEW = { x: 0, y: 0, width: 100, height: 50 };
const LABELS = { title: 'Title', description: 'Description' };
const stripes = { size: 6, background: '#fff', colour: '#00f', strength: 0.35, pattern: 'stripes' } as const;
const TILES = new Map<object, typeof stripes>([
  [{ name: 'one' }, stripes],
  [{ name: 'another that looks alike' }, { ...stripes }],
]);

function recorder(): SvgContext {
  return new SvgContext(VIEW.width, VIEW.height, {
    measure: (text) => 6 * text.length,
    tileOf: (pattern) => TILES.get(pattern),
  });
}

/** Lines of the document after its root, title and description. */
function drawn(draw: (context: CanvasRenderingContext2D) => void): string[] {
  const recording = recorder();
  draw(recording.context);
  const svg = recording.toSvg(LABELS);
  checkNesting(svg);
  return svg.split('\n').slice(3, -2);
}

/** Every tag is closed in its turn, quotes are paired, and nothing stands bare that has to be escaped. */
function checkNesting(svg: string): void {
  const open: string[] = [];
  const rest = svg.replaceAll(
    /<(\/?)([\w:]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/g,
    (_, closes, name, _attributes, alone) => {
      if (closes !== '') assert.equal(open.pop(), name);
      else if (alone === '') open.push(name);
      return '';
    },
  );
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest, /[<>"]/);
  assert.doesNotMatch(svg, /&(?!(amp|lt|gt|quot);)/);
}

test('a document has its size, its words and its ground', () => {
  const svg = recorder().toSvg({
    title: 'a < b & "c"',
    description: 'd\u0000e',
    view: { x: -12, y: -40.5, width: 124, height: 100 },
    background: '#ffffff80',
  });
  checkNesting(svg);
  assert.equal(
    svg,
    `<svg xmlns="http://www.w3.org/2000/svg" width="124" height="100" viewBox="-12 -40.5 124 100" role="img" stroke-miterlimit="10">
<title>a &lt; b &amp; &quot;c&quot;</title>
<desc>de</desc>
<rect x="-12" y="-40.5" width="124" height="100" fill="#ffffff" fill-opacity="0.5"/>
</svg>
`,
  );
});

test('rectangles keep their coordinates; the transform stands beside them', () => {
  const lines = drawn((context) => {
    context.fillStyle = 'red';
    context.translate(10, 5);
    context.fillRect(4, 6, -3, -4);
    context.scale(2, 3);
    context.rotate(Math.PI / 4);
    context.fillRect(1.005, -0.001, 3.1249, 4);
    context.resetTransform();
    context.strokeRect(1, 2, 0, 4);
  });
  assert.deepEqual(lines, [
    '<rect x="1" y="2" width="3" height="4" fill="red" transform="translate(10 5)"/>',
    // cos 45° = 0.707107, twice and three times.
    '<rect x="1" y="0" width="3.12" height="4" fill="red" transform="matrix(1.414214 2.12132 -1.414214 2.12132 10 5)"/>',
    '<path d="M1 2L1 2L1 6L1 6Z" fill="none" stroke="#000000"/>',
  ]);
});

test('a path keeps the places that it was given, whatever transform it is painted in', () => {
  const lines = drawn((context) => {
    context.beginPath();
    context.moveTo(10, 20);
    context.lineTo(30, 20);
    context.scale(2, 2);
    context.lineTo(15, 20);
    context.quadraticCurveTo(5, 20, 5, 10);
    context.closePath();
    context.stroke();
    context.scale(0, 1);
    context.fill();
  });
  assert.deepEqual(lines, [
    '<path d="M5 10L15 10L15 20Q5 20 5 10Z" fill="none" stroke="#000000" transform="matrix(2 0 0 2 0 0)"/>',
  ]);
});

test('a whole circle is four quarters, either way round', () => {
  // The control points of a quarter lie 4/3 (sqrt 2 - 1) = 0.5523 radii from its ends.
  const clockwise = 'M20 10C20 15.52 15.52 20 10 20C4.48 20 0 15.52 0 10C0 4.48 4.48 0 10 0C15.52 0 20 4.48 20 10';
  const back = 'M20 10C20 4.48 15.52 0 10 0C4.48 0 0 4.48 0 10C0 15.52 4.48 20 10 20C15.52 20 20 15.52 20 10';
  const turns: readonly [from: number, to: number, isAnticlockwise: boolean, data: string][] = [
    [0, 2 * Math.PI, false, clockwise],
    [0, 7 * Math.PI, false, clockwise],
    [0, -2 * Math.PI, false, clockwise],
    [0, -2 * Math.PI, true, back],
    [0, 2 * Math.PI, true, back],
  ];
  for (const [from, to, isAnticlockwise, data] of turns) {
    const lines = drawn((context) => {
      context.beginPath();
      context.arc(10, 10, 10, from, to, isAnticlockwise);
      context.fill('evenodd');
    });
    assert.deepEqual(lines, [`<path d="${data}" fill="#000000" fill-rule="evenodd"/>`]);
  }
});

test('parts of circles and ellipses go the way they are asked to', () => {
  const lines = drawn((context) => {
    context.beginPath();
    context.moveTo(0, 0);
    context.arc(10, 10, 10, Math.PI / 2, 0, true);
    context.stroke();
    context.beginPath();
    context.arc(10, 10, 10, Math.PI, Math.PI / 2);
    context.stroke();
    context.beginPath();
    context.ellipse(50, 20, 20, 10, Math.PI / 2, 0, Math.PI / 2);
    context.stroke();
  });
  assert.deepEqual(
    lines.map((line) => / d="([^"]*)"/.exec(line)?.[1]),
    [
      'M0 0L10 20C15.52 20 20 15.52 20 10',
      'M0 10C0 4.48 4.48 0 10 0C15.52 0 20 4.48 20 10C20 15.52 15.52 20 10 20',
      'M50 40C44.48 40 40 31.05 40 20',
    ],
  );
});

test('corners that are rounded too far shrink to what fits', () => {
  const [line] = drawn((context) => {
    context.beginPath();
    context.roundRect(0, 0, 20, 40, 30);
    context.fill();
  });
  assert.match(line ?? '', /d="M0 10L0 10C0 4.48 4.48 0 10 0L10 0C15.52 0 20 4.48 20 10L20 30C/);
});

test('a line has its width, dash, ends and joins, and what SVG takes for granted is left out', () => {
  const lines = drawn((context) => {
    context.beginPath();
    context.moveTo(0, 0);
    context.lineTo(10.126, -0.001);
    context.save();
    context.strokeStyle = '#123456';
    context.lineWidth = 2;
    context.lineCap = 'round';
    context.lineJoin = 'bevel';
    context.miterLimit = 3;
    context.lineDashOffset = 1;
    context.setLineDash([4, 2.555]);
    context.stroke();
    context.restore();
    context.stroke();
    assert.deepEqual(context.getLineDash(), []);
  });
  assert.deepEqual(lines, [
    '<path d="M0 0L10.13 0" fill="none" stroke="#123456" stroke-width="2" stroke-linecap="round" stroke-linejoin="bevel" stroke-miterlimit="3" stroke-dasharray="4 2.56" stroke-dashoffset="1"/>',
    '<path d="M0 0L10.13 0" fill="none" stroke="#000000"/>',
  ]);
});

test('colours that let something through are split, and the alpha of the context multiplies', () => {
  const fills = drawn((context) => {
    for (const colour of ['rgba(1, 2, 3, 0.5)', '#80808059', '#abc8', 'transparent', 'color-mix(in srgb, red, blue)']) {
      context.fillStyle = colour;
      context.globalAlpha = 1;
      context.fillRect(0, 0, 1, 1);
    }
    context.fillStyle = 'rgba(1, 2, 3, 0.5)';
    context.globalAlpha = 0.5;
    context.fillRect(0, 0, 1, 1);
  }).map((line) => /fill=.*(?=\/>)/.exec(line)?.[0]);
  assert.deepEqual(fills, [
    'fill="rgb(1, 2, 3)" fill-opacity="0.5"',
    'fill="#808080" fill-opacity="0.35"',
    'fill="#abc" fill-opacity="0.53"',
    'fill="#000" fill-opacity="0"',
    'fill="color-mix(in srgb, red, blue)"',
    'fill="rgb(1, 2, 3)" fill-opacity="0.25"',
  ]);
});

test('what a canvas ignores is ignored', () => {
  const lines = drawn((context) => {
    context.lineWidth = 0;
    context.lineWidth = Number.NaN;
    context.globalAlpha = 2;
    Object.assign(context, { fillStyle: undefined, textAlign: 'justify' });
    context.setLineDash([-1]);
    context.fillRect(0, Number.NaN, 1, 1);
    context.fillRect(0, 0, 0, 5);
    context.restore();
    context.beginPath();
    context.moveTo(0, 0);
    context.stroke();
    context.lineTo(Number.POSITIVE_INFINITY, 0);
    context.lineTo(1, 1);
    context.stroke();
  });
  assert.deepEqual(lines, ['<path d="M0 0L1 1" fill="none" stroke="#000000"/>']);
});

test('text stands on its line, in its font, and is escaped', () => {
  const lines = drawn((context) => {
    context.font = 'italic bold 12.5px/1.2 "Segoe WPC", sans-serif';
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillText('<R&D>', 50, 20);
    context.font = '10px serif';
    context.textAlign = 'center';
    context.textBaseline = 'top';
    context.strokeText('a\nb', 50, 20);
    context.textAlign = 'start';
    context.textBaseline = 'bottom';
    context.fillText(' a', 50, 20);
    context.fillText('', 50, 20);
  });
  assert.deepEqual(lines, [
    // 20 + 0.3 * 12.5
    '<text x="50" y="23.75" text-anchor="end" font-family="&quot;Segoe WPC&quot;, sans-serif" font-size="12.5" font-weight="bold" font-style="italic" fill="#000000">&lt;R&amp;D&gt;</text>',
    '<text x="50" y="28" text-anchor="middle" font-family="serif" font-size="10" fill="none" stroke="#000000">a b</text>',
    '<text x="50" y="18" font-family="serif" font-size="10" xml:space="preserve" fill="#000000"> a</text>',
  ]);
});

test('text is squeezed only where it is wider than its place', () => {
  const lines = drawn((context) => {
    context.fillText('12345', 0, 0, 30);
    context.fillText('123456', 0, 0, 30);
    context.fillText('1', 0, 0, 0);
  });
  assert.equal(lines.length, 2);
  assert.doesNotMatch(lines[0] ?? '', /textLength/);
  assert.match(lines[1] ?? '', / textLength="30" lengthAdjust="spacingAndGlyphs"/);
});

test('text is measured from where it would be drawn', () => {
  const { context } = recorder();
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const { width, actualBoundingBoxLeft, actualBoundingBoxAscent, actualBoundingBoxDescent } =
    context.measureText('1234');
  assert.equal(width, 24);
  assert.equal(actualBoundingBoxLeft, 12);
  assert.equal(actualBoundingBoxAscent, 0);
  assert.equal(actualBoundingBoxDescent, 10);
});

test('a font that cannot be read is an error', () => {
  assert.throws(
    () => drawn((context) => Object.assign(context, { font: 'larger serif' }).fillText('a', 0, 0)),
    /larger/,
  );
});

test('patterns that look alike are written once', () => {
  const lines = drawn((context) => {
    for (const pattern of TILES.keys()) {
      context.fillStyle = pattern as CanvasPattern;
      context.fillRect(0, 0, 1, 1);
    }
  });
  assert.deepEqual(lines, [
    '<defs>',
    '<pattern id="pattern1" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/><path d="M-6 6L0 0M0 6L6 0M6 6L12 0" stroke="#00f" stroke-opacity="0.35" stroke-width="2"/></pattern>',
    '</defs>',
    '<rect x="0" y="0" width="1" height="1" fill="url(#pattern1)"/>',
    '<rect x="0" y="0" width="1" height="1" fill="url(#pattern1)"/>',
  ]);
});

test('a clip lies within the one before, until what was saved comes back', () => {
  const clipTo = (context: CanvasRenderingContext2D, x: number) => {
    context.beginPath();
    context.rect(x, 0, 10, 10);
    context.clip();
  };
  const lines = drawn((context) => {
    for (const _ of ['once', 'and again']) {
      context.save();
      clipTo(context, 0);
      context.translate(1, 0);
      clipTo(context, 4);
      context.fillRect(0, 0, 20, 20);
      context.fillRect(0, 0, 30, 30);
      context.restore();
      context.fillRect(0, 0, 1, 1);
    }
  });
  const once = [
    '<g clip-path="url(#clip1)">',
    '<g clip-path="url(#clip2)">',
    '<rect x="0" y="0" width="20" height="20" fill="#000000" transform="translate(1 0)"/>',
    '<rect x="0" y="0" width="30" height="30" fill="#000000" transform="translate(1 0)"/>',
    '</g>',
    '</g>',
    '<rect x="0" y="0" width="1" height="1" fill="#000000"/>',
  ];
  assert.deepEqual(lines, [
    '<defs>',
    '<clipPath id="clip1"><path d="M0 0L10 0L10 10L0 10Z"/></clipPath>',
    '<clipPath id="clip2"><path d="M5 0L15 0L15 10L5 10Z"/></clipPath>',
    '</defs>',
    ...once,
    ...once,
  ]);
});

test('whoever clears the whole canvas begins anew, without what was needed before', () => {
  const fill = (context: CanvasRenderingContext2D) => {
    context.save();
    context.rect(0, 0, 10, 10);
    context.clip();
    context.fillRect(0, 0, 5, 5);
    context.restore();
  };
  const cleared = (x: number) =>
    drawn((context) => {
      fill(context);
      context.setTransform(2, 0, 0, 2, 0, 0);
      context.clearRect(x, 0, 50, 25);
    });
  assert.deepEqual(cleared(0), []);
  assert.equal(cleared(1).length, 6);
});

test('canvases are drawn as pictures', () => {
  const picture = { width: 2, height: 3, toDataURL: () => 'data:image/png;base64,AA==' };
  const lines = drawn((context) => {
    context.imageSmoothingEnabled = false;
    context.globalAlpha = 0.5;
    context.drawImage(picture as HTMLCanvasElement, 1, 2);
    context.drawImage(picture as HTMLCanvasElement, 1, 2, 20, 30);
    assert.throws(() => context.drawImage(picture as HTMLCanvasElement, 0, 0, 1, 1, 0, 0, 1, 1), /no parts/);
    assert.throws(() => context.drawImage({ width: 1, height: 1 } as HTMLImageElement, 0, 0), /draws canvases/);
  });
  const rest =
    'preserveAspectRatio="none" image-rendering="pixelated" opacity="0.5" href="data:image/png;base64,AA=="/>';
  assert.deepEqual(lines, [
    `<image x="1" y="2" width="2" height="3" ${rest}`,
    `<image x="1" y="2" width="20" height="30" ${rest}`,
  ]);
});

test('what cannot be written is an error, not a gap', () => {
  const { context } = recorder();
  assert.throws(() => context.createLinearGradient(0, 0, 1, 1), /createLinearGradient/);
  assert.throws(() => context.putImageData({} as ImageData, 0, 0), /putImageData/);
  assert.throws(() => context.stroke({} as Path2D), /Path2D/);
  assert.throws(() => context.fill({} as Path2D, 'evenodd'), /Path2D/);
  assert.throws(() => context.setTransform({ a: 2 }), /six numbers/);
  context.fillStyle = {} as CanvasPattern;
  assert.throws(() => context.fillRect(0, 0, 1, 1), /pattern/);
});
