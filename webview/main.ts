/** Start of the page: connects the panel to the extension. */
import { type PanelState, readHostMessage } from '../protocol/messages.ts';
import { registerControls } from './controls.ts';
import { connectHost } from './host.ts';
import { notePainted } from './painted.ts';
import { Panel } from './panel.ts';

registerControls();
const host = connectHost();
const panel = new Panel(host);

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readHostMessage(data);
  if (message === undefined) {
    console.warn('cDMA Explorer: dropped a message that this version does not know');
    return;
  }
  switch (message.type) {
    case 'state':
      showState(message.state);
      break;
    case 'study':
      panel.showStudy(message);
      break;
    case 'featureMaps':
      panel.showFeatureMaps(message);
      break;
  }
});

function showState(state: PanelState): void {
  const receivedAtMs = performance.timeOrigin + performance.now();
  if (host.saved.document !== state.document.uri) host.save({ document: state.document.uri });
  notePainted(state, receivedAtMs);
  panel.show(state);
}

host.post({ type: 'ready' });
