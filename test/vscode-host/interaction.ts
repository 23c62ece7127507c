/** The key that stands for Ctrl in shortcuts. */
export const CONTROL = process.platform === 'darwin' ? 'Meta' : 'Control';

const ATTEMPTS = 8;
const PAUSE_MS = 150;

/**
 * Does something again until it works: for the features that VS Code answers with what it knows at the moment
 * and that have no state to wait for. The last failure is the one reported.
 */
export async function retry<T>(attempt: () => Promise<T>, attempts = ATTEMPTS): Promise<T> {
  for (let left = attempts - 1; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left <= 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
