/** A drag in CSS pixels; a start left of 0 is counted from the right edge. */
export interface Drag {
  readonly kind: 'drag';
  readonly fromLeft: number;
  readonly fromTop: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly shiftKey: boolean;
}

/** The wheel around a place in CSS pixels: half of the way nearer, then back. */
export interface Zoom {
  readonly kind: 'zoom';
  readonly fromLeft: number;
  readonly fromTop: number;
}

export type Gesture = Drag | Zoom;

export interface Movement {
  readonly gesture: Gesture;
  /** One a frame. */
  readonly steps: number;
}

/** Runs in the page: moves over a picture. Milliseconds of a frame, their median. */
export async function medianFrameMs(canvas: Element, { gesture, steps }: Movement): Promise<number> {
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const at = (right: number, down: number): MouseEventInit => {
    const box = canvas.getBoundingClientRect();
    const clientX = (gesture.fromLeft < 0 ? box.right : box.left) + gesture.fromLeft + right;
    return { clientX, clientY: box.top + gesture.fromTop + down, bubbles: true, cancelable: true };
  };
  const drag = (type: string, step: number, { stepX, stepY, shiftKey }: Drag): void => {
    const where = at(step * stepX, step * stepY);
    canvas.dispatchEvent(new PointerEvent(type, { ...where, shiftKey, pointerId: 1, button: 0 }));
  };
  const zoom = (deltaY: number): void => {
    // A picture that zooms keeps the page from doing so.
    const isIgnored = canvas.dispatchEvent(new WheelEvent('wheel', { ...at(0, 0), ctrlKey: true, deltaY }));
    if (isIgnored) throw new Error('the picture does not zoom');
  };
  // The browser knows no pointer 1 that could be captured.
  (canvas as HTMLElement).setPointerCapture = () => {};
  if (gesture.kind === 'drag') drag('pointerdown', 0, gesture);
  const times: number[] = [];
  let before = await frame();
  for (let step = 1; step <= steps; step++) {
    if (gesture.kind === 'drag') drag('pointermove', step, gesture);
    else zoom(step <= steps / 2 ? -24 : 24);
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  if (gesture.kind === 'drag') drag('pointerup', steps, gesture);
  return times.sort((a, b) => a - b)[Math.floor(steps / 2)] ?? Number.NaN;
}
