import type { PanelState } from '../protocol/messages.ts';

/** Runs once the next frame is on screen: a message posted from an animation frame arrives after it was painted. */
function afterNextPaint(run: () => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      run();
    };
    port2.postMessage(null);
  });
}

/** Notes on the body what is on screen once it really is, for tests and the latency benchmark. */
export function notePainted(state: PanelState, receivedAtMs: number): void {
  afterNextPaint(() => {
    const marks = document.body.dataset;
    if (state.report === null) delete marks['shownHash'];
    else marks['shownHash'] = state.report.config.hash;
    marks['status'] = state.status.kind;
    marks['requestedAtMs'] = String(state.run?.requestedAtMs ?? '');
    marks['receivedAtMs'] = String(receivedAtMs);
    marks['paintedAtMs'] = String(performance.timeOrigin + performance.now());
  });
}
