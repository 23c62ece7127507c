/** What else is done with a config, in one window. */
import './examples/editing.ts';
import './examples/activations.ts';
import './examples/exploration.ts';
