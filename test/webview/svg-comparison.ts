/** Runs in a page: draws the same on a canvas and as SVG, and compares the pixels. */
import { Chart, type ChartConfiguration, registerables } from 'chart.js';
import { FillPainter, tileOf } from '../../webview/charts/fills.ts';
import { SvgContext } from '../../webview/pictures/svg-context.ts';
import type { Theme } from '../../webview/theme.ts';

/** Means over all channels, of 255. */
export interface Comparison {
  difference: number;
  /** How much darker than white the canvas is. */
  inked: number;
}

type Draw = (context: CanvasRenderingContext2D) => void;

const WIDTH = 400;
const HEIGHT = 300;
const TONES = { first: '#0072b2', second: '#d55e00', third: '#009e73', fourth: '#8a4b9c', neutral: '#666666' };
const THEME: Theme = {
  foreground: '#000000',
  muted: '#444444',
  grid: '#d0d0d0',
  background: '#ffffff',
  focus: '#0072b2',
  fontFamily: 'sans-serif',
  fontSize: 12,
  tooltip: { background: '#ffffff', foreground: '#000000', border: '#444444' },
  tones: TONES,
  highContrast: false,
};

Chart.register(...registerables);
const fills = new FillPainter(THEME);

const DRAWINGS: Readonly<Record<string, Draw>> = {
  shapes,
  clips,
  texts,
  patterns,
  bars: (context) => {
    const datasets = (['stripes', 'dots'] as const).map((pattern, index) => ({
      label: pattern,
      data: [3 + index, 5, -2],
      backgroundColor: fills.fill({ tone: 'first', pattern }, 'strong'),
      borderColor: TONES.first,
      borderWidth: 1,
      borderRadius: 4,
    }));
    drawChart(context, { type: 'bar', data: { labels: ['one', 'two', 'three & more'], datasets } });
  },
  curves: (context) => {
    const datasets = (['circle', 'rectRot', 'triangle', 'crossRot', 'rectRounded'] as const).map(
      (pointStyle, index) => ({
        label: pointStyle,
        data: [0, 1, 2, 3, 9].map((x) => ({ x, y: Math.sqrt(x) + index })),
        showLine: true,
        stepped: index === 1,
        tension: index === 2 ? 0.4 : 0,
        // Else Chart.js strokes a Path2D, which cannot be read.
        segment: {},
        borderDash: [4, index],
        borderColor: Object.values(TONES)[index] ?? TONES.neutral,
        pointStyle,
        pointRadius: 5,
      }),
    );
    drawChart(context, { type: 'scatter', data: { datasets } });
  },
};

function shapes(context: CanvasRenderingContext2D): void {
  context.fillStyle = 'rgba(200, 30, 60, 0.7)';
  context.fillRect(10, 10, 80, 60);
  context.save();
  context.translate(150, 60);
  context.rotate(0.4);
  context.scale(2, 1);
  context.lineWidth = 4;
  context.strokeStyle = '#1050a080';
  context.strokeRect(-20, -20, 50, 40);
  context.restore();
  context.beginPath();
  context.arc(260, 60, 40, 0, 2 * Math.PI, true);
  context.arc(260, 60, 20, 0, 2 * Math.PI);
  context.fill('evenodd');
  context.beginPath();
  context.ellipse(340, 60, 40, 20, 1, 0.5, 5);
  context.setLineDash([6, 3]);
  context.lineDashOffset = 2;
  context.lineCap = 'round';
  context.lineWidth = 3;
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 0.5;
  context.beginPath();
  context.moveTo(20, 250);
  context.bezierCurveTo(80, 100, 120, 300, 180, 150);
  context.quadraticCurveTo(250, 100, 300, 250);
  context.lineTo(280, 140);
  context.stroke();
  context.beginPath();
  context.roundRect(300, 150, 80, 60, [30, 5, 60]);
  context.fill();
  context.strokeRect(310, 230.5, 60, 0);
}

function clips(context: CanvasRenderingContext2D): void {
  context.save();
  context.beginPath();
  context.arc(150, 150, 120, 0, 7);
  context.clip();
  context.beginPath();
  context.rotate(0.1);
  context.rect(120, 40, 200, 200);
  context.clip();
  context.fillStyle = '#336699';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.restore();
  context.fillRect(350, 10, 30, 200);
}

function texts(context: CanvasRenderingContext2D): void {
  (['top', 'hanging', 'middle', 'alphabetic', 'bottom'] as const).forEach((textBaseline, row) => {
    (['start', 'center', 'end'] as const).forEach((textAlign, column) => {
      Object.assign(context, { textAlign, textBaseline, font: `${column === 1 ? 'bold ' : ''}14px sans-serif` });
      context.fillText('Größe  <12>', 10 + column * 190, 30 + 45 * row);
    });
  });
  context.textAlign = 'left';
  context.fillText('squeezed into what there is', 10, 290, 100);
  context.translate(200, 290);
  context.rotate(-0.3);
  context.fillText('turned', 0, 0);
}

function patterns(context: CanvasRenderingContext2D): void {
  (['solid', 'stripes', 'dots', 'hollow'] as const).forEach((pattern, index) => {
    context.save();
    context.translate(index * 97 + 5, 10.5);
    context.fillStyle = fills.fill({ tone: 'second', pattern }, index === 2 ? 'strong' : 'normal');
    context.fillRect(0, 0, 90, 250);
    context.strokeRect(0, 0, 90, 250);
    context.restore();
  });
}

function drawChart(context: CanvasRenderingContext2D, config: ChartConfiguration<'bar' | 'scatter'>): void {
  const { canvas } = surface();
  const isBitmap = context instanceof CanvasRenderingContext2D;
  if (!isBitmap) {
    Object.defineProperty(canvas, 'getContext', { value: () => context });
    // Chart.js asks whether the context is the canvas's own.
    Object.assign(context, { canvas });
  }
  const scales = { x: { title: { display: true, text: 'along' } }, y: { title: { display: true, text: 'upright' } } };
  const options = { responsive: false, animation: false, devicePixelRatio: 1, scales } as const;
  const chart = new Chart(canvas, { ...config, options });
  // Once more, as after every change.
  chart.update('none');
  // A chart is not destroyed here: it would clear its canvas, and with it what was recorded.
  if (isBitmap) context.drawImage(canvas, 0, 0);
}

async function compare(name: string): Promise<Comparison> {
  const draw = DRAWINGS[name];
  if (draw === undefined) throw new Error(`There is no drawing of ${name}`);
  const expected = surface();
  draw(expected);
  const svg = svgOf(name, draw);
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const actual = surface();
  actual.drawImage(image, 0, 0);
  const [canvasBytes, svgBytes] = [bytesOf(expected), bytesOf(actual)];
  let difference = 0;
  let inked = 0;
  canvasBytes.forEach((value, index) => {
    difference += Math.abs(value - (svgBytes[index] ?? 0));
    inked += 255 - value;
  });
  return { difference: difference / canvasBytes.length, inked: inked / canvasBytes.length };
}

function svgOf(name: string, draw: Draw): string {
  const ruler = surface();
  const recorder = new SvgContext(WIDTH, HEIGHT, {
    measure: (text, font) => {
      ruler.font = font;
      return ruler.measureText(text).width;
    },
    tileOf,
  });
  draw(recorder.context);
  return recorder.toSvg({ title: name, description: name });
}

/** A white canvas, as opaque as paper. */
function surface(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  canvas.style.width = `${WIDTH}px`;
  canvas.style.height = `${HEIGHT}px`;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser has no canvas');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = '#000000';
  return context;
}

function bytesOf(context: CanvasRenderingContext2D): Uint8ClampedArray {
  return context.getImageData(0, 0, WIDTH, HEIGHT).data;
}

Object.assign(globalThis, { compare });
