/** Start of the page: connects the panel to the extension. */
import { readHostMessage } from '../protocol/read-messages.ts';
import { speak } from '../src/words.ts';
import { registerControls } from './controls.ts';
import { connectHost } from './host.ts';
import { notePainted } from './painted.ts';
import { Panel } from './panel.ts';

registerControls();
const host = connectHost();
/** Built once the words have come, which is before anything else: nobody sees the page in another language first. */
let panel: Panel | undefined;

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readHostMessage(data);
  if (message === undefined) {
    console.warn('cDMA Explorer: dropped a message that this version does not know');
    return;
  }
  if (host.receive(message)) return;
  switch (message.type) {
    case 'words':
      speak(message.dictionary);
      document.documentElement.lang = message.language;
      panel ??= new Panel(host);
      break;
    case 'state':
      notePainted(message.state, performance.timeOrigin + performance.now());
      panel?.receive(message);
      break;
    default:
      panel?.receive(message);
  }
});

host.post({ type: 'ready' });
