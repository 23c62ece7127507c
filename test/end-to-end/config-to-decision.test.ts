/** The way from a config to a decision, in one window. */
import './examples/main-job.ts';
import './examples/comparison.ts';
