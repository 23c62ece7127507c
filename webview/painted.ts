import type { PanelState } from '../protocol/messages.ts';

/**
 * Notes on the body what is on screen once it really is, for tests and the latency benchmark: a message posted from
 * an animation frame arrives after that frame was painted.
 */
export function notePainted(state: PanelState, receivedAtMs: number): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      const marks = document.body.dataset;
      if (state.report === null) delete marks['shownHash'];
      else marks['shownHash'] = state.report.config.hash;
      marks['status'] = state.status.kind;
      marks['requestedAtMs'] = String(state.run?.requestedAtMs ?? '');
      marks['receivedAtMs'] = String(receivedAtMs);
      marks['paintedAtMs'] = String(performance.timeOrigin + performance.now());
    };
    port2.postMessage(null);
  });
}
